import { respond } from "../../../lib/respond";

export default respond("admin/stats");

import { respond } from "../../../lib/respond";

export default respond("reports/index");

import { respond } from "../../../../lib/respond";

export default respond("admin/users/[id]");

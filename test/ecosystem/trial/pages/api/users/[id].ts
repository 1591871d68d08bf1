import { respond } from "../../../lib/respond";

export default respond("users/[id]");

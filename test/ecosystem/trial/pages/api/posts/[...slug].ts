import { respond } from "../../../lib/respond";

export default respond("posts/[...slug]");

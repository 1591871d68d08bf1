import { respond } from "../../../lib/respond";

export default respond("files/[[...path]]");

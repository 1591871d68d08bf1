import { answer } from "../../../../lib/answer.js";

export default answer("both/[id]/x");

import { answer } from "../../../../lib/answer.js";

export default answer("partial/v[id]/[x]");

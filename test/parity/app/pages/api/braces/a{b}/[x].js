import { answer } from "../../../../lib/answer.js";

export default answer("braces/a{b}/[x]");

import { answer } from "../../../../../../lib/answer.js";

export default answer("names/l/[a]/[b]/[c]");

import { answer } from "../../../../lib/answer.js";

export default answer("names/n/[...__proto__]");

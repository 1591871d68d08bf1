import { answer } from "../../../../lib/answer.js";

export default answer("names/g/[__proto__]");

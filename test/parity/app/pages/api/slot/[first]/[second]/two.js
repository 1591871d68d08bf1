import { answer } from "../../../../../lib/answer.js";

export default answer("slot/[first]/[second]/two");

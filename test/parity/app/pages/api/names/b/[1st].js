import { answer } from "../../../../lib/answer.js";

export default answer("names/b/[1st]");

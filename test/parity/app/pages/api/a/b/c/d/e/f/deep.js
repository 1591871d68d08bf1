import { answer } from "../../../../../../../../lib/answer.js";

export default answer("a/b/c/d/e/f/deep");

import { answer } from "../../lib/answer.js";

export default answer("encoded%20name");

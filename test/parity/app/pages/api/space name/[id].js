import { answer } from "../../../lib/answer.js";

export default answer("space name/[id]");

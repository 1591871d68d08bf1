import { answer } from "../../../lib/answer.js";

export default answer("v1.0/status");

import { answer } from "../../lib/answer.js";

export default answer("semi;colon");

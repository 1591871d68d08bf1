import { answer } from "../../lib/answer.js";

export default answer("under_score");

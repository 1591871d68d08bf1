import { answer } from "../../../../lib/answer.js";

export default answer("names/e/[user_id]");

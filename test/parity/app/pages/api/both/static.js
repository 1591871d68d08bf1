import { answer } from "../../../lib/answer.js";

export default answer("both/static");

import { answer } from "../../../../lib/answer.js";

export default answer("names/k/[hasOwnProperty]");

import { answer } from "../../../../lib/answer.js";

export default answer("catch/special/exact");

import { answer } from "../../lib/answer.js";

export default answer("same2.jsx");

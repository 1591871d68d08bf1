import { answer } from "../../../../lib/answer.js";

export default answer("intercept/[a]/(..)q");

import { describeBody } from "../../../lib/body.js";

export default function handler(req, res) {
  describeBody(req, res);
}

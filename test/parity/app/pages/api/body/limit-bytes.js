import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: { sizeLimit: "10b" } } };

export default function handler(req, res) {
  describeBody(req, res);
}

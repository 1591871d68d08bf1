import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: { sizeLimit: "1kb" } } };

export default function handler(req, res) {
  describeBody(req, res);
}

import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: { sizeLimit: 100 } } };

export default function handler(req, res) {
  describeBody(req, res);
}

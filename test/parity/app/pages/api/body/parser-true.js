import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: true } };

export default function handler(req, res) {
  describeBody(req, res);
}

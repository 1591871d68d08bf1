import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: {} } };

export default function handler(req, res) {
  describeBody(req, res);
}

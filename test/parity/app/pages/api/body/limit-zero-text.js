import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: { sizeLimit: "0" } } };

export default function handler(req, res) {
  describeBody(req, res);
}

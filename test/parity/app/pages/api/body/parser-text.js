import { describeBody } from "../../../lib/body.js";

export const config = { api: { bodyParser: "false" } };

export default function handler(req, res) {
  describeBody(req, res);
}

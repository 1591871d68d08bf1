import { seenBy } from "../../lib/seen.js";

export default function handler(req, res) {
  res.json({ route: "echo", ...seenBy(req) });
}

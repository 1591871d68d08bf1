import { leak } from "../../lib/state.js";

export default function handler(req, res) {
  leak();
  res.status(200).json({ ok: true, query: req.query, cookies: req.cookies });
}

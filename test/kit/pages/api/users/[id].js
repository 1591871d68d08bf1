import { nameOf } from "../../../users.js";

export default function handler(req, res) {
  if (req.method !== "POST") return res.status(200).json({ id: req.query.id, name: nameOf(req.query.id) });
  return res.status(201).json({ id: req.query.id, ...req.body });
}

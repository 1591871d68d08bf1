import type { NextApiRequest, NextApiResponse } from "next";
import { notes } from "@/lib/notes";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const note = notes.get(Number(req.query.id));
  if (note === undefined) return res.status(404).json({ error: "No such note" });
  res.json(note);
}

import type { NextApiRequest, NextApiResponse } from "next";
import { type Note, notes } from "@/lib/notes";

export default function handler(req: NextApiRequest, res: NextApiResponse<Note | Note[]>) {
  if (req.method !== "POST") return res.json([...notes.values()]);
  const note = { id: notes.size + 1, text: String(req.body.text) };
  notes.set(note.id, note);
  res.status(201).json(note);
}

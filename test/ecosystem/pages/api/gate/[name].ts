import type { NextApiRequest, NextApiResponse } from "next";
import { open } from "@/lib/gate";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  open(String(req.query.name));
  res.status(204).end();
}

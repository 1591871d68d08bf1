import type { NextApiRequest, NextApiResponse } from "next";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  res.json({ message: `Hello ${req.query.name ?? "World"}!` });
}

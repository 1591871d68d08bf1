import type { NextApiRequest, NextApiResponse } from "next";

export const config = { api: { bodyParser: { sizeLimit: "1kb" } } };

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== "POST") {
    res.setHeader("Allow", "POST");
    res.status(405).end();
    return;
  }
  res.setHeader("Set-Cookie", ["order=7; Path=/; HttpOnly", "seen=1"]);
  res.status(201).json({ order: req.body });
}

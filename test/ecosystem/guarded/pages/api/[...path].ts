import type { NextApiRequest, NextApiResponse } from "next";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const { "sb-127-auth-token": session } = req.cookies;
  res.json({ path: req.query["path"], session });
}

import type { NextApiRequest, NextApiResponse } from "next";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const slug = req.query.slug as string[];
  res.end(`Post: ${slug.join(", ")}`);
}

import type { NextApiRequest, NextApiResponse, PageConfig } from "next";

export const config: PageConfig = { api: { bodyParser: { sizeLimit: "1kb" } } };

export default function handler(req: NextApiRequest, res: NextApiResponse<{ length: number }>): void {
  res.status(200).json({ length: String(req.body).length });
}

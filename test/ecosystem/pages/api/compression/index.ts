import type { NextApiRequest, NextApiResponse } from "next";
import compression from "compression";
import runMiddleware from "@/lib/run-middleware";

const compress = compression({ threshold: 0 });

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  await runMiddleware(req, res, compress);
  res.status(200).json({ text: "squeeze ".repeat(Number(req.query.times ?? 1)) });
}

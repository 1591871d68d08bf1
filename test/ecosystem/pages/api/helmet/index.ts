import type { NextApiRequest, NextApiResponse } from "next";
import helmet from "helmet";
import runMiddleware from "@/lib/run-middleware";

const protect = helmet({ frameguard: { action: "deny" } });

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  await runMiddleware(req, res, protect);
  res.status(200).json({ safe: true });
}

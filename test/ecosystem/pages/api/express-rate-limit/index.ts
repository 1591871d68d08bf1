import type { NextApiRequest, NextApiResponse } from "next";
import rateLimit, { ipKeyGenerator } from "express-rate-limit";
import runMiddleware from "@/lib/run-middleware";

const limiter = rateLimit({
  windowMs: 60 * 60 * 1000,
  limit: 2,
  standardHeaders: "draft-7",
  legacyHeaders: false,
  keyGenerator: (req) => String(req.headers["x-real-ip"] ?? ipKeyGenerator(req.socket.remoteAddress!)),
});

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  await runMiddleware(req, res, limiter);
  res.send("within the limit");
}

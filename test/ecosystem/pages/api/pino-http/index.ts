import type { NextApiRequest, NextApiResponse } from "next";
import pinoHttp from "pino-http";
import runMiddleware from "@/lib/run-middleware";

const lines: string[] = [];
const logger = pinoHttp(
  { genReqId: (req) => String(req.headers["x-request-id"]) },
  { write: (line: string) => void lines.push(line) },
);

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.lines !== undefined) return res.json(lines.map((line) => JSON.parse(line)));
  await runMiddleware(req, res, logger);
  req.log.info("in the handler");
  res.status(201).json({ id: req.id });
}

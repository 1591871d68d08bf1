import type { NextApiRequest, NextApiResponse } from "next";
import morgan from "morgan";
import runMiddleware from "@/lib/run-middleware";

const lines: string[] = [];
const logger = morgan(":method :url :status :res[content-length] :req[x-case]", {
  stream: { write: (line) => lines.push(line.trim()) },
});

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.lines !== undefined) return res.json(lines);
  await runMiddleware(req, res, logger);
  res.status(Number(req.query.status ?? 200)).send("logged");
}

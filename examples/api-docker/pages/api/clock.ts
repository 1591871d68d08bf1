import type { NextApiRequest, NextApiResponse } from "next";

/** Server-sent events, one a second for as long as `?seconds=` says: what a stop has to wait for. */
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  for (let left = Number(req.query.seconds ?? 5); left > 0 && !req.signal?.aborted; left -= 1) {
    res.write(`data: ${left}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  res.end("data: 0\n\n");
}

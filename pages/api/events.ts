import { setTimeout as wait } from "node:timers/promises";
import type { NextApiRequest, NextApiResponse } from "next";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  for (let count = 1; count <= 3 && !res.destroyed; count += 1) {
    res.write(`data: ${JSON.stringify({ count })}\n\n`);
    await wait(100);
  }
  res.end();
}

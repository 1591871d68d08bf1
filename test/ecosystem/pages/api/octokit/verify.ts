import { Webhooks } from "@octokit/webhooks";
import type { NextApiRequest, NextApiResponse } from "next";
import { text } from "node:stream/consumers";

export const config = { api: { bodyParser: false } };

const webhooks = new Webhooks({ secret: process.env.GITHUB_WEBHOOK_SECRET! });

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const signature = String(req.headers["x-hub-signature-256"]);
  const valid = await webhooks.verify(await text(req), signature);
  res.status(valid ? 200 : 401).json({ valid });
}

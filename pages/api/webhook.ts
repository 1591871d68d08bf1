import { createHmac, timingSafeEqual } from "node:crypto";
import type { NextApiRequest, NextApiResponse, PageConfig } from "next";

// The signature is over the bytes as they were sent, so the body must not be parsed.
export const config: PageConfig = { api: { bodyParser: false } };

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);

  const secret = process.env.WEBHOOK_SECRET ?? "secret";
  const expected = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const given = Buffer.from(String(req.headers["x-hub-signature-256"]));
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected))) {
    return res.status(401).json({ error: "The signature does not match" });
  }
  return res.json({ received: JSON.parse(body.toString()).action });
}

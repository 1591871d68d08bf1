import { createHash } from "node:crypto";

export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  const hash = createHash("sha1");
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    hash.update(chunk);
  }
  res.json({ length, sha1: hash.digest("hex"), type: req.headers["content-type"] });
}

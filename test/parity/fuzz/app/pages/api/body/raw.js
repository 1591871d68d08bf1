import { createHash } from "node:crypto";

export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  const hash = createHash("sha1");
  let length = 0;
  for await (const chunk of req) {
    hash.update(chunk);
    length += chunk.length;
  }
  res.end(JSON.stringify({ route: "body/raw", length, sha1: hash.digest("hex"), parsed: "body" in req }));
}

import { once } from "node:events";

const CHUNK = Buffer.alloc(16 * 1024, "stream of text ");

/** So many chunks, as fast as the client takes them. */
export default async function handler(req, res) {
  const { signal } = req;
  res.setHeader("Content-Type", "application/octet-stream");
  for (let left = Number(req.query.chunks); left > 0; left--) {
    if (!res.write(CHUNK)) await once(res, "drain", { signal });
  }
  res.end();
}

import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

export const config = { api: { responseLimit: false } };

/** A file, in the ways in which routes send one. */
export default async function handler(req, res) {
  const source = createReadStream(join(process.cwd(), "download.bin"));
  if (req.query.send !== undefined) return res.send(source);
  if (req.query.pipeline === undefined) return void source.pipe(res);
  await pipeline(source, res).catch(() => {});
}

import { createReadStream } from "node:fs";
import { join } from "node:path";

export const config = { api: { responseLimit: false } };

export default function handler(_req, res) {
  res.setHeader("Content-Type", "text/markdown; charset=utf-8");
  res.setHeader("Content-Disposition", 'attachment; filename="README.md"');
  createReadStream(join(process.cwd(), "README.md")).pipe(res);
}

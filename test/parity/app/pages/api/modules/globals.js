import { basename } from "node:path";

export default function handler(req, res) {
  res.json({
    dirname: typeof __dirname, filename: typeof __filename, require: typeof require, module: typeof module,
    exports: typeof exports, runtime: process.env.NEXT_RUNTIME, mode: process.env.NODE_ENV,
    fetch: typeof fetch, meta: typeof import.meta.url, base: typeof basename,
  });
}

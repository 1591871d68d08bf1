import { join } from "node:path";

/** Route files in all the ways that people write them, and what `/api/NAME` answers, given the project's folder. */
export const FORMS: Readonly<Record<string, string>> = {
  "lib/count.ts": "let count = 0; export const next = (): number => ++count;",
  "lib/old.js": "exports.one = 1; module.exports.two = 2;",
  "lib/function.js": "module.exports = () => 'function';",
  "lib/data.json": '{ "name": "json" }',
  "node_modules/old/package.json": '{ "name": "old" }',
  "node_modules/old/index.js":
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 'old'; exports.named = 'named';",
  "node_modules/modern/package.json": '{ "name": "modern", "type": "module", "exports": "./m.js" }',
  "node_modules/modern/m.js": "export default 'modern'; export const named = 'named';",
  "pages/api/commonjs.js":
    "const { one, two } = require('../../lib/old'); const make = require('../../lib/function'); const path = require('path');\n" +
    "module.exports = (req, res) => res.json([one, two, make(), require('../../lib/data.json').name, require('old').named, path.basename(__filename), req.body]);\n" +
    "module.exports.config = { api: { bodyParser: false } };",
  "pages/api/default.js": "exports.__esModule = true; exports.default = (req, res) => res.send('default');",
  "pages/api/interop.ts":
    "import old, { named } from 'old'; import modern from 'modern'; import * as all from 'old'; import { one } from '../../lib/old'; import make from '../../lib/function';\n" +
    "export default async (q: any, s: any) => s.json([old(), named, modern, all.default(), (await import('old')).default(), one, make()]);",
  "pages/api/place.ts":
    "import { createRequire } from 'node:module';\n" +
    "export default (q: any, s: any) => s.json([__filename, __dirname, new URL(import.meta.url).pathname.split('/').pop(), require('old').named, createRequire(import.meta.url)('../../lib/data.json').name]);",
  "pages/api/next.ts":
    "import { NextApiRequest, NextApiResponse } from 'next'; import { NextResponse } from 'next/server'; import 'server-only';\n" +
    "export default function handler(req: NextApiRequest, res: NextApiResponse) { res.json([NextResponse.json(1).status, handler.name]); }",
};

export const ANSWERS = (dir: string): Readonly<Record<string, unknown>> => ({
  commonjs: [1, 2, "function", "json", "named", "commonjs.js", null],
  interop: ["old", "named", "modern", "old", "old", 1, "function"],
  place: [join(dir, "pages/api/place.ts"), join(dir, "pages/api"), "place.ts", "named", "json"],
  next: [200, "handler"],
});

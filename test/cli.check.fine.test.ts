import { describe, expect, it } from "vitest";
import { check } from "./command.ts";

const handler = "export default (req, res) => res.end();\n";

/** Routes that look as if there were something. */
const FINE: [name: string, text: string, files?: Record<string, string>][] = [
  [
    "text and comments",
    '// res.revalidate("/a"); req.ip; import "next/headers"\nexport default (req, res) => {\n  /* req.nextUrl */\n  res.end("res.revalidate(1) req.ip" + `\n${1}res.setDraftMode({})\n// req.geo` + /req.ip/.source);\n};',
  ],
  [
    "types",
    'import type { NextRequest } from "next/server";\nimport { NextApiRequest } from "next";\nexport default (req: NextApiRequest, res: any) => { const a: NextRequest = res; void a; };',
  ],
  [
    "a helper's import, unused",
    'import { other } from "../../lib/user";\nexport default () => other;',
    {
      "lib/user.ts":
        'import { cookies } from "next/headers";\nexport const user = () => cookies();\nexport const other = 1;',
    },
  ],
  [
    "members of other things",
    "export default (req, res) => {\n  const cache = { revalidate() {}, ip: 1, geo: {} };\n  cache.revalidate();\n  for (const request of []) request.ip;\n  res.json([cache.ip, cache.geo, req.body.ip]);\n};",
  ],
  [
    "things that have the name of a request",
    "export default (req, res) => res.json([].map((request) => request.ip));",
  ],
  [
    "a web request",
    'import type { NextRequest } from "next/server";\nconst path = (request: NextRequest) => request.nextUrl.pathname + request.headers;\nexport default (_: any, res: any) => res.end(String(path));',
  ],
  [
    "a handler that is made",
    "const make = () => Object.assign(() => {}, { fetch: 1 });\nconst handlers = { get: make() };\nexport default handlers.get;",
  ],
  ["server-only", `import "server-only";\n${handler}`],
  [
    "a request of Express",
    'import express from "express";\nconst app = express();\napp.get("/", (req, res) => res.json(req.ip));\nexport default app;',
    { "node_modules/express/index.js": "module.exports = () => {};" },
  ],
  ["server-only by require", 'require("server-only");\nmodule.exports = (req, res) => res.end();'],
  [
    "a variable that has the name of a param",
    "export default (incoming, res) => {\n  for (const req of [{ ip: 1 }]) res.json(req.ip);\n};",
  ],
  ["an optional package", "let a;\ntry { a = require('nowhere'); } catch {}\nexport default () => a;"],
  [
    "settings",
    `${handler}export const config = { api: { bodyParser: false, responseLimit: "8mb" }, runtime: "nodejs" };`,
  ],
  [
    "other variables",
    "export default (req, res) => { const { A } = req.body; res.json([A, process.env.B]); };",
    { "next.config.js": 'module.exports = { env: { A: "a" } };' },
  ],
];

describe("where pages-api check finds nothing", () => {
  it.each(FINE)("%s", async (_, text, files = {}) => {
    const found = await check({ "pages/api/x.ts": text, ...files });

    expect(found["pages/api/x.ts"]).toEqual(["ok"]);
  });
});

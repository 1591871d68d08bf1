import { describe, expect, it } from "vitest";
import { check } from "../support/command.ts";

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
        'import { useRouter } from "next/router";\nexport const user = () => useRouter();\nexport const other = 1;',
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
  [
    "a handler that is made of a list",
    "const wrap = (handler, a) => () => handler(a);\nexport default [\n  1,\n  2,\n].reduce(wrap, () => {});",
  ],
  ["a function that is an instance", "export default new Function('req', 'res', 'res.end()');"],
  ["a proxy of a handler", "export default new Proxy(() => {}, {});"],
  ["a method of an instance", "class H { handle = () => {}; }\nexport default new H().handle;"],
  [
    "an instance that its constructor makes a function",
    "class Base {\n  constructor() {\n    return () => {};\n  }\n}\nclass H extends Base {}\nexport default new H();",
  ],
  ["an instance of a kind of function", "class H extends Function {}\nexport default new H();"],
  [
    "a router of Express that is made by new",
    'import { Router as Made } from "express";\nexport default new Made();',
    { "node_modules/express/index.js": "exports.Router = () => () => {};" },
  ],
  [
    "a request of Express by its type",
    'import type { Request, Response } from "express";\nexport default (req: Request, res: Response) => res.json(req.headers);',
  ],
  [
    "a web request that is made of Node's",
    'import type { NextApiRequest } from "next";\nconst pass = (request: Request) => request.json();\nexport default (req: NextApiRequest, res: any) => res.json(pass(new Request(req.headers.host!)));',
  ],
  ["next/server", 'import { userAgent } from "next/server";\nexport default (req) => userAgent(req);'],
  [
    "settings with comments",
    `${handler}export const config = { // seconds\n  maxDuration: 300, /* of\n two lines */ api: { bodyParser: false },\n};`,
  ],
  [
    "settings from another file",
    'export { default, config } from "../../lib/x";',
    { "lib/x.ts": `${handler}export const config = { api: { bodyParser: false } };` },
  ],
  [
    "export *, without settings",
    'export * from "../../lib/x";\nexport { default } from "../../lib/x";',
    { "lib/x.ts": `${handler}export const helper = 1;` },
  ],
  ["a runtime that is no setting", `${handler}export const runtime = "nodejs";`],
  ["server-only", `import "server-only";\n${handler}`],
  [
    "a request of Express",
    'import express from "express";\nconst app = express();\napp.get("/", (req, res) => res.json(req.ip));\nexport default app;',
    { "node_modules/express/index.js": "module.exports = () => {};" },
  ],
  ["client-only", `import "client-only";\n${handler}`],
  [
    "styles",
    'import styles, { red } from "./x.module.css";\nimport "toast/t.css";\nexport default () => [styles.x, red];',
    { "pages/api/x.module.css": ".x {}", "node_modules/toast/t.css": ".toast {}" },
  ],
  [
    "an import assertion",
    'import data from "./data.json" assert { type: "json" };\nexport default () => data;',
    { "pages/api/data.json": "{}" },
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
    "names that modules export, all at once or as types",
    `import { b } from "pack";\nimport { type Stats, existsSync } from "fs";\nimport { nothing } from "assert";\nimport text from "data:text/javascript,export default 1";\nexport { c } from "../../lib/c";\nexport default (stats: Stats) => [b, existsSync, nothing, text, stats];`,
    {
      "lib/c.ts": 'export * from "./d";',
      "lib/d.ts": "export enum c { a }",
      "node_modules/pack/package.json": '{"name":"pack","type":"module","exports":"./index.js"}',
      "node_modules/pack/index.js": 'export * from "./part.cjs";',
      "node_modules/pack/part.cjs": "exports.b = 1;",
    },
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

  it("a Route Handler and a middleware, whose requests have nextUrl", async () => {
    const seen =
      "export const seen = (request) => Response.json([request.nextUrl.search, request.method]);\n";
    const found = await check({
      "app/x/route.js":
        'import { seen } from "../../lib/seen";\nexport const GET = (request) => seen(request);\n',
      "lib/seen.js": seen,
      "middleware.js": "export function middleware(request) { request.nextUrl.search + request.method; }\n",
    });

    expect(found).toEqual({ "app/x/route.js": ["ok"] });
  });
});

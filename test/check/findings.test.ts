import { describe, expect, it } from "vitest";
import { check } from "../support/command.ts";

const handler = "export default (req, res) => res.end();\n";

/** A route's text, and what is found in it; files beside it. */
type Case = [name: string, text: string, findings: string[], files?: Record<string, string>];

const UNSUPPORTED: Case[] = [
  ["syntax", "export default () => {\n  const a = ;\n};", ["compile pages/api/x.ts:2:13"]],
  ["package", 'import "nowhere";\nexport default () => {};', ["compile pages/api/x.ts:1:8"]],
  [
    "two missing imports",
    'import "nowhere";\nimport "./none";\nexport default () => {};',
    ["compile pages/api/x.ts:1:8", "compile pages/api/x.ts:2:8"],
  ],
  [
    "a broken helper",
    'import { a } from "../../lib/a";\nexport default () => a;',
    ["compile lib/b.ts:1:18"],
    { "lib/a.ts": 'export { b as a } from "./b";', "lib/b.ts": "export const b = ;" },
  ],
  [
    "a name that is not exported",
    'import { a } from "../../lib/a";\nexport default () => a;',
    ["compile pages/api/x.ts:1:10"],
    { "lib/a.js": "export const b = 1;" },
  ],
  [
    "broken JSON",
    'import a from "./a.json";\nexport default () => a;',
    ["compile pages/api/a.json:1:6"],
    { "pages/api/a.json": '{"a":}' },
  ],
  [
    "a limit",
    'export const config = {\n  api: { bodyParser: { sizeLimit: "lots" } },\n};\nexport default () => {};',
    ["config pages/api/x.ts:2:24"],
  ],
  [
    "a runtime that there is not, by export *",
    'export * from "../../lib/x";\nexport { default } from "../../lib/x";',
    ["config lib/x.ts:2:24"],
    { "lib/x.ts": 'export default () => {};\nexport const runtime = "bun";' },
  ],
  [
    "a limit of time, beside a config of which nothing is known",
    "export const maxDuration = -1;\nexport const config = { ...{} };\nexport default () => {};",
    ["config pages/api/x.ts:1:28"],
  ],
  [
    "a limit of time, as an export of its own",
    "export default () => {};\nexport const maxDuration = 0;",
    ["config pages/api/x.ts:2:28"],
  ],
  [
    "a limit, in a config that is imported by another name",
    'import { base } from "@/base";\nconst mine = base;\nexport { mine as config };\nexport default () => {};',
    ["config lib/base.ts:2:30"],
    {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
      "lib/base.ts": '\nexport const base = { api: { responseLimit: "lots" } };',
    },
  ],
  [
    "a handler of web requests",
    'import type { NextRequest } from "next/server";\nexport default async function handler(\n  request: NextRequest,\n) {\n  return Response.json(await request.json());\n}',
    ["web-request pages/api/x.ts:3:3"],
  ],
  [
    "a handler of web requests, taken apart",
    "const handler = async ({ headers, text }: Request) => new Response(await text());\nexport default handler;",
    ["web-request pages/api/x.ts:1:24"],
  ],
  [
    "a handler of web requests in another file",
    'export { POST as default } from "../../lib/post";',
    ["web-request lib/post.ts:1:28"],
    { "lib/post.ts": "export const POST = async (req: Request) => new Response(new URL(req.url).pathname);" },
  ],
  [
    "revalidate by its old name",
    'const handler = async (incoming, answer) => {\n  await (answer as any).unstable_revalidate("/a");\n};\nexport default handler;',
    ["revalidate pages/api/x.ts:2:25"],
  ],
  [
    "next/router",
    'import { useRouter } from "next/router";\nexport default async () => useRouter();',
    ["next-module pages/api/x.ts:1:27"],
  ],
  [
    "what is internal to Next",
    'import { a } from "next/dist/server/a";\nexport default () => a;',
    ["next-module pages/api/x.ts:1:19"],
  ],
  [
    "a helper's import, used",
    'import { user } from "../../lib/user";\nexport default () => user();',
    ["next-module lib/user.ts:1:27"],
    {
      "lib/user.ts":
        'import { useRouter } from "next/router";\nexport const user = () => useRouter();\nexport const other = 1;',
    },
  ],
];

const ATTENTION: Case[] = [
  [
    "revalidate",
    'export default (req, res) => {\n  return res.revalidate("/a");\n};',
    ["revalidate pages/api/x.ts:2:14"],
  ],
  [
    "revalidate, by other names",
    'export default async function handler(incoming, answer) {\n  await answer.revalidate("/a");\n}',
    ["revalidate pages/api/x.ts:2:16"],
  ],
  [
    "revalidate behind another method",
    "export default (req, res) => res.status(200).revalidate('/a');",
    ["revalidate pages/api/x.ts:1:46"],
  ],
  [
    "revalidate, taken out of a param",
    "export default async (req, { revalidate }) => revalidate('/a');",
    ["revalidate pages/api/x.ts:1:30"],
  ],
  [
    "revalidate in CommonJS",
    'module.exports = async function (q, s) {\n  await s.revalidate("/a");\n};',
    ["revalidate pages/api/x.ts:2:11"],
  ],
  [
    "revalidate of what was built before",
    'export default (req, res) => {\n  return res.revalidate("/a", { unstable_onlyGenerated: true });\n};',
    ["revalidate pages/api/x.ts:2:14"],
  ],
  [
    "a config from a package",
    'export { default, config } from "handlers";',
    ["config pages/api/x.ts:1:19"],
    { "node_modules/handlers/index.js": "module.exports = () => {};" },
  ],
  [
    "what CommonJS may export",
    'export * from "../../lib/x";\nexport default () => {};',
    ["config pages/api/x.ts:1:1"],
    { "lib/x.js": "exports.config = make();" },
  ],
  [
    "a config that is changed elsewhere",
    'export { base as config } from "../../lib/x";\nexport default () => {};',
    ["config pages/api/x.ts:1:1"],
    { "lib/x.ts": 'export const base = { api: {} };\nbase.api = { responseLimit: "lots" };' },
  ],
  [
    "a handler that names a web request, and makes nothing of it",
    "export default (req: Request) => Response.json({ method: req.method });",
    ["web-request pages/api/x.ts:1:17"],
  ],
  [
    "preview",
    "export default (req, res) => {\n  res.setPreviewData({});\n  res.status(200).setDraftMode({ enable: true });\n};",
    ["preview pages/api/x.ts:2:7", "preview pages/api/x.ts:3:19"],
  ],
  [
    "request members",
    "export default (req, res) => {\n  const { ip, geo: { city } } = req;\n  res.json([ip, city, req?.nextUrl]);\n};",
    [
      "request-member pages/api/x.ts:2:11",
      "request-member pages/api/x.ts:2:15",
      "request-member pages/api/x.ts:3:28",
    ],
  ],
  [
    "request members in a helper",
    'import { ip } from "../../lib/ip";\nexport default (r, res) => res.end(ip(r) + r.ip);',
    ["request-member lib/ip.ts:2:40", "request-member pages/api/x.ts:2:46"],
    { "lib/ip.ts": "\nexport const ip = (request) => request.ip ?? request.headers.host;" },
  ],
  [
    "options for hosts",
    `${handler}export const config = {\n  maxDuration: 60, regions: ["a"] };\nexport const preferredRegion = "b";`,
    ["ignored-option pages/api/x.ts:3:20", "ignored-option pages/api/x.ts:4:32"],
  ],
  [
    "next/og by import()",
    'export default async () => {\n  return import("next/og");\n};',
    ["next-module pages/api/x.ts:2:17"],
  ],
  [
    "the edge runtime",
    'import type { NextRequest } from "next/server";\nexport const config = { runtime: "edge" };\nexport default (request: NextRequest) => Response.json([request.nextUrl.search, request.ip]);',
    ["edge pages/api/x.ts:2:25"],
  ],
  [
    "the edge runtime, without types",
    'export const runtime = "edge";\nexport default (request) => Response.json([request.nextUrl.search, request.method]);',
    ["edge pages/api/x.ts:1:24"],
  ],
  ["no handler", "export const helper = 1;", ["default-export pages/api/x.ts:1:1"]],
  ["a handler of another host", "export default { fetch() {} };", ["default-export pages/api/x.ts:1:1"]],
  [
    "a class, from another file",
    'export { default } from "../../lib/a";',
    ["default-export pages/api/x.ts:1:1"],
    { "lib/a.ts": "export default class A {}" },
  ],
  [
    "an instance",
    "class Base {}\nclass Handler extends Base {\n  constructor(a) {\n    super();\n    this.a = a;\n  }\n  fetch() {}\n}\nexport default new Handler({\n  a: 1,\n});",
    ["default-export pages/api/x.ts:1:1"],
  ],
  [
    "an instance by its name, of a class in another file",
    'import H from "../../lib/h";\nconst app = new H();\nexport default app;',
    ["default-export pages/api/x.ts:1:1"],
    { "lib/h.ts": "export default class {}" },
  ],
  [
    "an instance of a package's class",
    'import { Hono } from "hono";\nexport default new Hono();',
    ["default-export pages/api/x.ts:1:1"],
    { "node_modules/hono/index.js": "module.exports = { Hono: class {} };" },
  ],
  [
    "an instance of what is built in",
    "export default new Map([[1, 2]]);",
    ["default-export pages/api/x.ts:1:1"],
  ],
];

describe("what pages-api check finds in a route", () => {
  it.each(UNSUPPORTED)("finds unsupported: %s", async (_, text, findings, files = {}) => {
    const found = await check({ "pages/api/x.ts": text, ...files });

    expect(found["pages/api/x.ts"]).toEqual([
      "unsupported",
      ...findings.map((each) => `unsupported ${each}`),
    ]);
  });

  it.each(ATTENTION)("finds what needs attention: %s", async (_, text, findings, files = {}) => {
    const found = await check({ "pages/api/x.ts": text, ...files });

    expect(found["pages/api/x.ts"]).toEqual([
      "needs attention",
      ...findings.map((each) => `attention ${each}`),
    ]);
  });
});

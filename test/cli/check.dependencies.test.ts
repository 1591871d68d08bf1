import { describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/cli/check.ts";
import { install } from "../support/installed.ts";
import { link } from "../support/linked.ts";
import { project } from "../support/hosts.ts";
import { CLI, run } from "../support/program.ts";

const route = (name: string): string =>
  `import * as pack from "${name}";\nexport default (req, res) => res.json(Object.keys(pack));\n`;

/** Packages of which some load what is not installed. */
const FILES = {
  "package.json": '{"dependencies":{"needs":"1","peers":"1","fine":"1"}}',
  "node_modules/needs/package.json": '{"name":"needs","main":"main.js","dependencies":{"deep":"1"}}',
  "node_modules/needs/main.js": 'exports.deep = require("deep");',
  "node_modules/deep/package.json": '{"name":"deep","main":"main.js","dependencies":{"rxjs":"7"}}',
  "node_modules/deep/main.js": 'const { of } = require("rxjs"); exports.of = of;',
  "node_modules/peers/package.json": `{"name":"peers","exports":"./main.mjs","peerDependencies":{"react":"*","vue":"*"},
    "peerDependenciesMeta":{"react":{"optional":true}}}`,
  "node_modules/peers/main.mjs": 'export * from "./sub.mjs";',
  "node_modules/peers/sub.mjs": 'import React from "react"; export const context = React;',
  "node_modules/fine/package.json": `{"name":"fine","main":"main.js","peerDependencies":{"a":"1","b":"1","c":"1","next":"1"}}`,
  "node_modules/fine/main.js": `
    let a; try { a = require("a"); } catch {}
    exports.b = () => require("b");
    exports.c = process.env.C ? require("c") : undefined;
    require("next");`,
  // It names none of what it loads.
  "node_modules/bare/package.json": '{"name":"bare"}',
  "node_modules/bare/index.js":
    'require("./part"); exports.later = () => require("./gone"); try { require("./perhaps"); } catch {}',
  "node_modules/bare/part.js": 'require("undeclared"); require("./lost"); require("broken");',
  "node_modules/broken/package.json": '{"name":"broken"}',
  "node_modules/broken/index.js": "exports.a = 1;\nexports.b = ;",
  "node_modules/sloppy/package.json": '{"name":"sloppy"}',
  "node_modules/sloppy/index.js":
    "with (exports) { exports.a = 010; } if (exports.a === 0) require('absent'); return;",
  "pages/api/bare.ts": route("bare"),
  "pages/api/sloppy.ts": route("sloppy"),
  "pages/api/needs.ts": route("needs"),
  "pages/api/peers.ts": route("peers"),
  "pages/api/fine.ts": route("fine"),
};

const LACKS = [
  'The package "bare" cannot be loaded: node_modules/bare/part.js loads "./lost", which does not exist. Install it again, or another version of it.',
  'The package "bare" loads "undeclared", which is not installed. Run: npm install undeclared',
  'The package "broken" cannot be loaded: node_modules/broken/index.js:2:13: Unexpected ";". Install it again, or another version of it.',
  'The package "deep" loads "rxjs", which is not installed. Run: npm install rxjs',
  'The package "peers" loads "react", which is not installed. Run: npm install react',
];

describe("what keeps packages from being loaded", () => {
  it("is a finding of check", async () => {
    const { out, code } = await run([CLI, "check", "--json"], { cwd: await project(FILES) });
    const { files } = JSON.parse(out) as CheckReport;
    const found = files.flatMap(({ findings }) => findings);
    expect(found.map(({ rule, message }) => [rule, message])).toEqual(
      LACKS.map((message) => ["dependencies", message]),
    );
    expect(code).toBe(1);
  });

  it("is a warning of build", async () => {
    const { err, code } = await run([CLI, "build"], { cwd: await project(FILES) });
    expect(err.trimEnd().split("\n")).toEqual(LACKS.map((message) => `warn ${message}`));
    expect(code).toBe(0);
  });
});

it("a name that a JSON file lacks is undefined, and no finding of check", async () => {
  const dir = await project({
    "lib/data.json": '{"a":1}',
    "pages/api/data.ts": `import { a, b } from "../../lib/data.json"; export default (req, res) => res.json([a, b]);`,
  });
  const { out, code } = await run([CLI, "check", dir]);
  expect(out).toMatch(/\n1 ok, 0 need attention, 0 unsupported\n\nNext: pages-api dev\n$/);
  expect(code).toBe(0);
});

/** Default exports that are no functions, by what check says of them. */
const INSTEAD: readonly (readonly [says: string, ...texts: string[]])[] = [
  [
    'void server.emit("request", req, res)',
    'import { createServer } from "node:http";\nconst app = createServer();\nexport default app;',
    'import { createServer as make } from "node:http";\nexport default make(() => {});',
    'import http from "node:http";\nconst app = http.createServer().listen(0);\nexport { app as default };',
    'import { Server } from "node:https";\nexport default new Server();',
    'import * as http2 from "http2";\nexport default http2.createSecureServer({});',
    'module.exports = require("http").createServer();',
    'import { createServer } from "pages-api";\nexport default createServer();',
  ],
  ["export default app.callback()", 'import Koa from "koa";\nconst app = new Koa();\nexport default app;'],
  ["await app.ready()", 'import Fastify from "fastify";\nexport default Fastify();'],
  [
    "(request) => app.fetch(request)",
    "export default { fetch: () => new Response() };",
    "export default { async fetch() {} } satisfies object;",
    "class App { fetch() { return new Response(); } }\nexport default new App();",
    'import { Hono } from "hono";\nconst app = new Hono();\nexport default app;',
  ],
  ["export default handler", "export function handler(req, res) { res.end(); }"],
  ["app/api/route5-1/route.ts", "export const GET = () => new Response();"],
];

it("check says what to write instead of a server, an application, and what is exported by name", async () => {
  const files = INSTEAD.flatMap(([says, ...texts], kind) =>
    texts.map((text, index) => ({ says, text, file: `pages/api/route${kind}-${index + 1}.ts` })),
  );
  const dir = await project(Object.fromEntries(files.map(({ file, text }) => [file, text])));
  await link(dir, "fastify", "hono", "koa");
  // As installed: what is linked from outside of any node_modules is the project's own code, and read whole.
  await install(dir);
  const { out, code } = await run([CLI, "check", dir]);
  for (const { file, says } of files) {
    const [, message] = new RegExp(`^    ${file}:1:1\n(.*)`, "m").exec(out) ?? [];
    expect([file, message]).toEqual([file, expect.stringContaining(says)]);
  }
  expect(out).toMatch(/\n\nNext: read what needs attention, then run pages-api dev\.\n$/);
  expect(code).toBe(0);
});

import request from "supertest";
import { describe, expect, it } from "vitest";
import { echoText } from "../support/echo.ts";
import { hosts, keepLog, owned, project } from "../support/hosts.ts";

/** What to write instead, as the log says it. */
const HELP = "Write `export default function handler(req, res) { … }`, or `module.exports = handler`.";
const NO_FUNCTION = `Page /api/broken does not export a default function. ${HELP}`;

/** Route files that do not load: the text, and what the log says. */
const BROKEN: [what: string, file: string, text: string, says: string | RegExp][] = [
  ["an empty file", "broken.js", "", NO_FUNCTION],
  ["a file of comments", "broken.ts", "// later", NO_FUNCTION],
  [
    "no default export",
    "broken.mjs.js",
    "export function handler() {}",
    /does not export a default function\. It exports `handler` by its name alone\. Write `export default handler`/,
  ],
  [
    "no default export in TypeScript",
    "broken.ts",
    "export const handle = (): void => {}; export const config = {};",
    /Write `export default handle`, or `module\.exports = handle`\./,
  ],
  [
    "the exports of a Route Handler",
    "broken.ts",
    "export const GET = () => new Response(); export async function POST() {}",
    /It exports GET, POST, as a Route Handler does\. Move it to app\/api\/broken\/route\.ts/,
  ],
  ["a default export that is a text", "broken.js", 'export default "text";', NO_FUNCTION],
  ["a default export that is null", "broken.js", "export default null;", NO_FUNCTION],
  ["a default export that is undefined", "broken.js", "export default undefined;", NO_FUNCTION],
  [
    "a default export that is a promise",
    "broken.js",
    "export default Promise.resolve(() => {});",
    NO_FUNCTION,
  ],
  ["module.exports that is an object", "broken.js", "module.exports = { handler() {} };", NO_FUNCTION],
  ["exports.default without __esModule", "broken.js", "exports.default = () => {};", NO_FUNCTION],
  ["a throw while it is loaded", "broken.js", 'throw new Error("no database");', "no database"],
  ["a throw of a text", "broken.js", 'throw "no database";', "no database"],
  ["a throw of nothing", "broken.js", "throw undefined;", "undefined"],
  [
    "a rejected await",
    "broken.ts",
    'await Promise.reject(new Error("no database")); export {};',
    "no database",
  ],
  ["an undefined name", "broken.js", "export default missingName;", "missingName"],
  ["a syntax error", "broken.js", "export default function (", /broken\.js:1:\d+/],
  ["a syntax error in TypeScript", "broken.ts", "\n\nconst a: = 1;", /broken\.ts:3:\d+/],
  ["an import of no file", "broken.js", 'import "./gone.js";', "./gone.js"],
  ["an import of no package", "broken.js", 'import "no-such-package";', "no-such-package"],
  ["an import of a broken file", "broken.js", 'import "../../lib/broken.js";', "lib is broken"],
  [
    "a config that means nothing",
    "broken.js",
    badConfig('"lots"'),
    /sizeLimit.*lots.*Write a number of bytes/,
  ],
];

const WHOLE = {
  "pages/api/whole.js": echoText("whole"),
  "pages/api/[id].js": echoText("[id]"),
  "lib/broken.js": 'throw new Error("lib is broken");',
};

describe.each(hosts)("in $name", ({ start }) => {
  it.each(BROKEN)("%s (%s) breaks its own route alone", async (_what, file, text, says) => {
    const log = keepLog();
    const dir = await project({ ...WHOLE, [`pages/api/${file}`]: text });
    const target = `/api/${file.replace(/\.[jt]s$/, "")}`;

    const server = await start({ dir, dev: false, logger: log });

    // 1. the log says at once which file it is, and why
    expect(log.errors).toHaveLength(1);
    expect(textOf(log.errors[0])).toContain(`pages/api/${file}`);
    expect(textOf(log.errors[0])).toMatch(says);
    // 2. every request of it answers 500, and is logged again
    for (const count of [2, 3]) {
      const { headers } = await request(server).get(target).expect(500, "Internal Server Error");
      expect(headers).not.toHaveProperty("content-type");
      expect(log.errors).toHaveLength(count);
      expect(textOf(log.errors.at(-1))).toContain(`pages/api/${file}`);
    }
    // 3. the others work, and log nothing
    await request(server).get("/api/whole").expect(200, { route: "whole", query: {} });
    await request(server)
      .get("/api/other")
      .expect(200, { route: "[id]", query: { id: "other" } });
    expect(log.errors).toHaveLength(3);
  });
});

describe("in development", () => {
  it.each(BROKEN)("%s (%s) breaks its own route alone", async (_what, file, text, says) => {
    const log = keepLog();
    const dir = await project({ ...WHOLE, [`pages/api/${file}`]: text });
    const target = `/api/${file.replace(/\.[jt]s$/, "")}`;
    const server = await owned.start({ dir, dev: true, logger: log });

    await request(server).get("/api/whole").expect(200);
    for (let count = 0; count < 2; count++) {
      log.errors.length = 0;
      await request(server).get(target).expect(500, "Internal Server Error");
      expect(log.errors).toHaveLength(1);
      expect(textOf(log.errors[0])).toContain(`pages/api/${file}`);
      expect(textOf(log.errors[0])).toMatch(says);
    }
    await request(server).get("/api/whole").expect(200);
  });
});

it("several broken files are all told of, and the rest is served", async () => {
  const log = keepLog();
  const dir = await project({
    ...WHOLE,
    "pages/api/a.js": "",
    "pages/api/b.js": "}",
    "pages/api/c.js": "throw 1",
  });
  const server = await owned.start({ dir, dev: false, logger: log });

  expect(log.errors.map(textOf).toSorted()).toEqual([
    expect.stringContaining("pages/api/a.js"),
    expect.stringContaining("pages/api/b.js"),
    expect.stringContaining("pages/api/c.js"),
  ]);
  for (const name of ["a", "b", "c"]) await request(server).get(`/api/${name}`).expect(500);
  await request(server).get("/api/whole").expect(200);
});

it("a broken route keeps its place: none of a lower precedence answers instead", async () => {
  const dir = await project({ ...WHOLE, "pages/api/broken.js": "" });
  const server = await owned.start({ dir, dev: false, logger: keepLog() });

  await request(server).get("/api/broken").expect(500);
});

it("a class as default export is loaded, and answers 500 when it is called", async () => {
  const log = keepLog();
  const dir = await project({ "pages/api/broken.js": "export default class {}" });
  const server = await owned.start({ dir, dev: false, logger: log });

  expect(log.errors).toEqual([]);
  await request(server).get("/api/broken").expect(500, "Internal Server Error");
  expect(log.errors).toEqual([expect.any(TypeError)]);
});

it.each([
  ["a bound function", "export default ((req, res) => res.end('called')).bind(null);"],
  ["a Proxy of a function", "export default new Proxy((req, res) => res.end('called'), {});"],
  ["module.exports", "module.exports = (req, res) => res.end('called');"],
  [
    "exports.default beside __esModule",
    "exports.__esModule = true; exports.default = (q, res) => res.end('called');",
  ],
])("%s is a function like any other", async (_what, text) => {
  const dir = await project({ "pages/api/x.js": text });
  const server = await owned.start({ dir, dev: false });

  await request(server).get("/api/x").expect(200, "called");
});

function badConfig(sizeLimit: string): string {
  return `export default () => {};\nexport const config = { api: { bodyParser: { sizeLimit: ${sizeLimit} } } };`;
}

function textOf(logged: unknown): string {
  return logged instanceof Error ? logged.message : String(logged);
}

import type { Server } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { type Echoed, echoText } from "../support/echo.ts";
import { type Host, hosts, owned, project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { ask } from "../support/wire.ts";

/** A tree of echoing files below `pages/api`, a target, and the file that answers it; none where it is a 404. */
type Case = [files: string[], target: string, answer: string | undefined, query?: Echoed["query"]];

const INDEX: Case[] = [
  [["index.js"], "/api", "index.js"],
  [["a/index.js"], "/api/a", "a/index.js"],
  [["a/index.js"], "/api/a/index", undefined],
  [["index.js"], "/api/index", undefined],
  [["index/index.js"], "/api/index", "index/index.js"],
  [["index/index.js"], "/api", undefined],
  [["a/b/c/d/e.js"], "/api/a/b/c/d/e", "a/b/c/d/e.js"],
  [["a/b/c/d/e.js"], "/api/a/b/c/d", undefined],
  [["[id]/index.js"], "/api/7", "[id]/index.js", { id: "7" }],
  [["[id]/index.js"], "/api/index", "[id]/index.js", { id: "index" }],
];

const EXTENSIONS: Case[] = [
  ...["ts", "tsx", "js", "jsx"].map((extension): Case => {
    return [[`hello.${extension}`], "/api/hello", `hello.${extension}`];
  }),
  ...["mjs", "cjs", "mts", "cts", "json", "md", "JS", "js~", "js.map"].map((extension): Case => {
    return [["other.js", `hello.${extension}`], "/api/hello", undefined];
  }),
  [["other.js", "types.d.ts"], "/api/types.d", undefined],
  [["other.js", "types.d.ts"], "/api/types", undefined],
  [["hello.js"], "/api/hello.js", undefined],
  [["hello.js"], "/api/hello.json", undefined],
  [["hello.js.js"], "/api/hello.js", "hello.js.js"],
  [["other.js", ".js"], "/api", undefined],
  [["other.js", ".js"], "/api/.js", undefined],
];

const NAMES: Case[] = [
  ...[
    "_private",
    "_app",
    "_document",
    "_error",
    "_middleware",
    "404",
    "500",
    "0",
    "-",
    "_",
    "thing.test",
  ].map((name): Case => [[`${name}.js`], `/api/${name}`, `${name}.js`]),
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null"].map((name): Case => {
    return [[`${name}.js`], `/api/${name}`, `${name}.js`];
  }),
  [[".hidden.js"], "/api/.hidden", ".hidden.js"],
  [[".well-known/x.js"], "/api/.well-known/x", ".well-known/x.js"],
  [["file.json.js"], "/api/file.json", "file.json.js"],
  [["file.json.js"], "/api/file", undefined],
  [["v1.0/status.js"], "/api/v1.0/status", "v1.0/status.js"],
  [["a..b.js"], "/api/a..b", "a..b.js"],
  [["...js"], "/api/..", undefined],
  [["(group)/x.js"], "/api/(group)/x", "(group)/x.js"],
  [["@at.js"], "/api/@at", "@at.js"],
  [["$money.js"], "/api/$money", "$money.js"],
  [["a+b.js"], "/api/a+b", "a+b.js"],
  [["semi;colon.js"], "/api/semi;colon", "semi;colon.js"],
  [["amp&sand.js"], "/api/amp&sand", "amp&sand.js"],
  [["quote'd.js"], "/api/quote'd", "quote'd.js"],
];

const CASE: Case[] = [
  [["hello.js"], "/api/Hello", undefined],
  [["hello.js"], "/API/hello", undefined],
  [["Hello.js"], "/api/Hello", "Hello.js"],
  [["Hello.js"], "/api/hello", undefined],
  [["[ID].js"], "/api/7", "[ID].js", { ID: "7" }],
];

const BRACKETS: Case[] = [
  [["[].js"], "/api/[]", "[].js"],
  [["[].js"], "/api/7", undefined],
  [["[id].json.js"], "/api/7.json", undefined],
  [["[id].json.js"], "/api/[id].json", "[id].json.js"],
  [["v[id].js"], "/api/v7", undefined],
  [["v[id].js"], "/api/v[id]", "v[id].js"],
  [["v[id].js"], "/api/v%5Bid%5D", "v[id].js"],
  [["[id].js"], "/api/[id]", "[id].js", { id: "[id]" }],
  [["[...all].js"], "/api/[...all]", "[...all].js", { all: ["[...all]"] }],
  [["[[...all]].js"], "/api/[[...all]]", "[[...all]].js", { all: ["[[...all]]"] }],
];

const ODD_NAMES = [
  "id",
  "user-id",
  "user_id",
  "1st",
  "$id",
  "a.b",
  "a b",
  "日本",
  "x".repeat(100),
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "then",
];

/** A folder for each, so that one server answers them all. */
const PARAMS: Case[] = [
  ...ODD_NAMES.map((name): Case => [[`[${name}].js`], "/api/7", `[${name}].js`, own(name, "7")]),
  ...ODD_NAMES.map((name): Case => [[`[${name}]/x.js`], "/api/7/x", `[${name}]/x.js`, own(name, "7")]),
  ...ODD_NAMES.map((name): Case => {
    return [[`[...${name}].js`], "/api/7/8", `[...${name}].js`, own(name, ["7", "8"])];
  }),
].map(([files, target, answer, query = {}], index): Case => [
  files.map((file) => `${index}/${file}`),
  target.replace("/api", `/api/${index}`),
  `${index}/${answer}`,
  query,
]);

const ENCODINGS: Case[] = [
  [["with space.js"], "/api/with%20space", "with space.js"],
  [["héllo.js"], "/api/h%C3%A9llo", "héllo.js"],
  [["héllo.js"], "/api/h%c3%a9llo", "héllo.js"],
  [["日本/語.js"], "/api/%E6%97%A5%E6%9C%AC/%E8%AA%9E", "日本/語.js"],
  [["space name/[id].js"], "/api/space%20name/7", "space name/[id].js", { id: "7" }],
  [["hello.js"], "/api/%68ello", "hello.js"],
  [["hello.js"], "/%61pi/hello", "hello.js"],
  [["$money.js"], "/api/%24money", "$money.js"],
  [["users/[id].js"], "/api/%75sers/7", "users/[id].js", { id: "7" }],
  [["100%.js"], "/api/100%25", "100%.js"],
  [["encoded%20name.js"], "/api/encoded%20name", "encoded%20name.js"],
  [["encoded%20name.js"], "/api/encoded%2520name", "encoded%20name.js"],
  [["a b/x.js", "a%20b/y.js"], "/api/a%20b/x", "a b/x.js"],
  [["a b/x.js", "a%20b/y.js"], "/api/a%20b/y", "a%20b/y.js"],
  [["a/b.js"], "/api/a%2Fb", undefined],
  [["hello.js"], "/api%2Fhello", undefined],
  [["hello.js"], "/api/hell%C3", undefined],
];

describe("a file's name", () => {
  it.each([...INDEX, ...EXTENSIONS, ...NAMES, ...CASE, ...BRACKETS])(
    "%j: %s is answered by %s",
    async (...row) => expectAnswer(await serve(owned, [row]), row),
  );
});

describe.each(hosts)("in $name", (host) => {
  const server = shared(() => serve(host, [...PARAMS, ...ENCODINGS]));

  it.each(PARAMS)("%j: a param may have any name (%s)", (...row) => expectAnswer(server(), row));

  it.each(ENCODINGS)("%j: %s is answered by %s, by any equivalent percent-encoding", (...row) =>
    expectAnswer(server(), row),
  );

  it("a param named __proto__ leaves the query a plain object", async () => {
    const server = await host.start({
      routes: {
        "/api/[...__proto__]": ({ query }, res) =>
          res.json([Object.getPrototypeOf(query) === Object.prototype, Object.keys(query)]),
      },
    });

    await request(server)
      .get("/api/a/b")
      .expect([true, ["__proto__"]]);
  });
});

/** A server with the files of these cases. */
async function serve({ start }: Host, cases: readonly Case[]): Promise<Server> {
  const files = new Set(cases.flatMap(([all]) => all));
  const texts = Object.fromEntries([...files].map((file) => [`pages/api/${file}`, echoText(file)]));
  return start({ dir: await project(texts), dev: false });
}

async function expectAnswer(server: Server, [, target, route, query = {}]: Case): Promise<void> {
  const answer = await ask(server, target);

  if (route === undefined) expect(answer.status).toBe(404);
  else expect(answer).toMatchObject({ status: 200, body: JSON.stringify({ route, query }) });
}

/** An object with one key of its own, whatever its name. */
function own(name: string, value: string | string[]): Echoed["query"] {
  return Object.fromEntries([[name, value]]);
}

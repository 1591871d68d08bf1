import { describe, expect, it } from "vitest";
import type { ServerOptions } from "../../src/index.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { bare, type Handler, type Host, hosts, keepLog, owned } from "../support/hosts.ts";
import { FORM_TYPE } from "../support/post.ts";
import { type Answer, ask } from "../support/wire.ts";

expectNothingEscapes();

/** Just below the default limit of a body, and Node's of all headers together. */
const BODY = 1024 * 1024 - 64;
const HEADER = 15_000;

/** As many different keys as there is room for. */
function keysUpTo(length: number, format: (index: number) => string, separator: string): string {
  const keys: string[] = [];
  let total = 0;
  for (let index = 0; total < length; index += 1) {
    const key = format(index);
    total += key.length + separator.length;
    if (total < length) keys.push(key);
  }
  return keys.join(separator);
}

const filled = (unit: string, length = BODY): string => unit.repeat(Math.floor(length / unit.length));

/** What a route is given of a form, whatever its length: 1,000 pairs at most, and no deeper than qs goes. */
const FORMS: [what: string, body: string][] = [
  ["keys", keysUpTo(BODY, (index) => `k${index}=`, "&")],
  ["numbers as keys", keysUpTo(BODY, (index) => `${index * 4096}=`, "&")],
  ["one key", filled("a=&")],
  ["lists", filled("a[]=&")],
  ["indexes", keysUpTo(BODY, (index) => `a[${index}]=`, "&")],
  ["a sparse list", "a[999999999]=1&a[4294967295]=1"],
  ["separators", filled("&")],
  ["equals signs", filled("=")],
  ["percent signs", filled("%")],
  ["malformed escapes", filled("%F0%9F")],
  ["plus signs", filled("+")],
  ["brackets that open", `a${filled("[")}=1`],
  ["brackets that close", `a${filled("]")}=1`],
  ["brackets that are encoded", `a${filled("%5B")}=1`],
  ["levels", `a${filled("[b]")}=1`],
  ["levels, again and again", filled(`a${"[b]".repeat(100)}=1&`)],
];

const TEXTS: [what: string, body: string][] = [
  ["keys", `{${keysUpTo(BODY, (index) => `"k${index}":1`, ",")}}`],
  ["numbers as keys", `{${keysUpTo(BODY, (index) => `"${index * 4096}":1`, ",")}}`],
  ["one key", `{${filled('"a":1,')}"a":1}`],
  ["digits", filled("9")],
  ["a large exponent", "1e999999999"],
  ["escapes", `"${filled("\\u0000")}"`],
  ["empty objects", `[${filled("{},")}{}]`],
];

/** Headers that this package, or a package that it uses, takes apart. */
const HEADERS: [name: string, value: string][] = [
  ["Cookie", keysUpTo(HEADER, (index) => `k${index}=v`, "; ")],
  ["Cookie", filled("=;", HEADER)],
  ["Cookie", `__prerender_bypass=${filled("a", HEADER)}`],
  ["Cookie", filled("__next_preview_data=a; ", HEADER)],
  ["Content-Type", `application/json${filled("; a=b", HEADER)}`],
  ["Content-Type", `application/json; a="${filled("\\a", HEADER)}`],
  ["Content-Type", `application/json${filled(" ", HEADER)};`],
  ["Content-Type", `text/plain; charset=${filled("x", HEADER)}`],
  ["Accept", keysUpTo(HEADER, (index) => `a/${index};q=0.${index}`, ",")],
  ["Accept", filled(" ", HEADER)],
  ["Accept-Encoding", keysUpTo(HEADER, (index) => `c${index};q=0.${index}`, ",")],
  ["Accept-Encoding", filled("gzip,", HEADER)],
  ["If-None-Match", filled('"a",', HEADER)],
  ["If-None-Match", filled('W/"', HEADER)],
  ["Cache-Control", filled("no-cache,", HEADER)],
  ["Connection", filled("close,", HEADER)],
  ["X-Forwarded-For", filled("10.0.0.1,", HEADER)],
  ["X-Forwarded-For", filled("[::ffff:", HEADER)],
  ["X-Request-Id", filled("a", HEADER)],
];

/** Targets as long as Node lets them be. */
const TARGETS: [target: string, status: number][] = [
  [`/api/test?${keysUpTo(HEADER, (index) => `k${index}`, "&")}`, 200],
  [`/api/test?${filled("a[b]", HEADER)}`, 200],
  [`/api/test?${filled("&", HEADER)}`, 200],
  [`/api/test?${filled("%", HEADER)}`, 200],
  [`/api/test#${filled("#?", HEADER)}`, 200],
  [`/api/rest/${filled("a/", HEADER)}a`, 200],
  [`/api/rest/${filled("%61", HEADER)}`, 200],
  [`/api/rest${filled("/%zz", HEADER)}`, 400],
  [`/api/test${filled("/a/..", HEADER)}/../test`, 200],
  [`/api/test${filled("/%2e", HEADER)}`, 308],
  [`/api/test${filled("//", HEADER)}`, 308],
  [`/api/test${filled("/\\", HEADER)}`, 308],
  [`${filled("/", HEADER)}api/test`, 308],
  [filled("/api", HEADER), 404],
  [`http://${filled("a", HEADER)}/api/test`, 200],
];

describe.each(hosts)("a flood in $name", (host) => {
  describe.each(["simple", "extended"] as const)("with queryParser: %s", (queryParser) => {
    const options: ServerOptions = { queryParser, trustProxy: true };

    it.each(FORMS)("of %s in a form is bounded", async (_what, body) => {
      const { status, body: seen } = await post(host, body, FORM_TYPE, options);
      expect(status).toBe(200);
      const [pairs, depth] = JSON.parse(seen) as [number, number];
      expect(pairs).toBeLessThanOrEqual(1000);
      expect(depth).toBeLessThanOrEqual(queryParser === "simple" ? 2 : 8);
    });

    it("in a query, a path or another part of the target is bounded", async () => {
      const { server } = await start(host, options);
      for (const [target, status] of TARGETS) {
        expect((await ask(server, target)).status, target.slice(0, 40)).toBe(status);
      }
    });
  });

  it.each(TEXTS)("of %s in JSON is what its size allows", async (_what, body) => {
    const routes = { "/api/test": ((req, res) => res.send(typeof req.body)) as Handler };
    expect(await post(host, body, "application/json", { routes })).toMatchObject({ status: 200 });
  });

  it("in any header is bounded", async () => {
    const { server } = await start(host, { trustProxy: true });
    for (const [name, value] of HEADERS) {
      const { status } = await ask(server, "/api/test", {
        method: "POST",
        headers: { [name]: value },
        body: "1",
      });
      // 400 is for a body that is no JSON, or in a charset that nobody knows.
      expect(status, `${name}: ${value.slice(0, 40)}`).toBeOneOf([200, 400]);
    }
  });
});

/** Ten times as many levels as any stack holds: `JSON.parse` needs none, and `JSON.stringify` does before Node 26. */
const LEVELS = 100_000;
const WRITTEN = writesDeep() ? 200 : 500;
const DEEP: [what: string, body: string][] = [
  ["lists", "[".repeat(LEVELS) + "]".repeat(LEVELS)],
  ["objects", `${'{"a":'.repeat(LEVELS)}1${"}".repeat(LEVELS)}`],
];

describe.each([owned, bare])("JSON that is nested deeply in $name", (host) => {
  it("is refused where it does not end", async () => {
    for (const opening of ["[", '{"a":', '[{"a":']) {
      const answer = await post(host, filled(opening), "application/json");
      expect(answer).toMatchObject({ status: 400, body: "Invalid JSON" });
    }
  });

  describe.each(DEEP)("%s", (_what, body) => {
    it.each<[name: string, route: Handler, status: number]>([
      ["read", (req, res) => res.send(typeof req.body), 200],
      ["sent by json", (req, res) => res.json(req.body), WRITTEN],
      ["sent by send", (req, res) => res.send(req.body), WRITTEN],
      ["kept by setPreviewData", (req, res) => res.setPreviewData(req.body).end(), 500],
      ["returned", (req, res) => (res.end(), req.body), 200],
      ["thrown", (req) => Promise.reject(req.body), 500],
      [
        "thrown with an error",
        (req) => Promise.reject(Object.assign(new Error("x"), { body: req.body })),
        500,
      ],
    ])("may be %s", async (_name, route, status) => {
      for (const dev of [false, true]) {
        const { server, log } = await start(host, { dev, routes: { "/api/test": route } });
        const headers = { "Content-Type": "application/json" };
        const answer = await ask(server, "/api/test", { method: "POST", headers, body });
        expect(answer.status).toBe(status);
        expect(log.errors).toHaveLength(status === 500 ? 1 : 0);
      }
    });
  });
});

function writesDeep(): boolean {
  try {
    return JSON.stringify(JSON.parse("[".repeat(LEVELS) + "]".repeat(LEVELS))).length > 0;
  } catch {
    return false;
  }
}

async function start(host: Host, options: ServerOptions) {
  const log = keepLog();
  const measure: Handler = (req, res) =>
    res.json([sizeOf(req.body), depthOf(req.body), req.cookies, req.query]);
  const routes = {
    "/api/test": measure,
    "/api/rest/[...path]": ((_req, res) => res.send("rest")) as Handler,
  };
  const server = await host.start({ dev: false, logger: log, surviveUncaught: false, routes, ...options });
  return { server, log };
}

async function post(host: Host, body: string, type: string, options: ServerOptions = {}): Promise<Answer> {
  const { server } = await start(host, options);
  return ask(server, "/api/test", { method: "POST", headers: { "Content-Type": type }, body });
}

/** How many values there are: those of one key count each. */
function sizeOf(body: unknown): number {
  if (typeof body !== "object" || body === null) return 1;
  return Object.values(body).reduce<number>((sum, value) => sum + sizeOf(value), 0);
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((depth, inner) => Math.max(depth, depthOf(inner)), 0);
}

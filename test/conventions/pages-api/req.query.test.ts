import request from "supertest";
import { afterEach, describe, expect, it } from "vitest";
import type { Options, RouteModule } from "../../../src/index.ts";
import { hosts } from "../../support/hosts.ts";
import { expectPristine } from "../../support/prototype.ts";
import { ask } from "../../support/wire.ts";

const echo: RouteModule["default"] = (req, res) => res.json(Object.entries(req.query));

/** By what follows the question mark: the entries, in their order. */
const QUERIES: [search: string, ...entries: [name: string, value: string | string[]][]][] = [
  [""],
  ["a=1", ["a", "1"]],
  ["a=1&b=2", ["a", "1"], ["b", "2"]],
  ["a", ["a", ""]],
  ["a=", ["a", ""]],
  ["=a", ["", "a"]],
  ["=", ["", ""]],
  ["&"],
  ["&a=1", ["a", "1"]],
  ["a=1&&b=2&", ["a", "1"], ["b", "2"]],
  ["?a=1", ["?a", "1"]],
  ["a=1?b=2", ["a", "1?b=2"]],
  ["a=1&a=2&a=3", ["a", ["1", "2", "3"]]],
  ["a&a=", ["a", ["", ""]]],
  ["a=1&b=2&a=3", ["a", ["1", "3"]], ["b", "2"]],
  ["A=1&a=2", ["A", "1"], ["a", "2"]],
  ["a=b=c", ["a", "b=c"]],
  ["a==b", ["a", "=b"]],
  ["a=1;b=2", ["a", "1;b=2"]],
  ["a=+&b+c=%2B", ["a", " "], ["b c", "+"]],
  ["a%20b=%20", ["a b", " "]],
  ["a=%26&b=%3D", ["a", "&"], ["b", "="]],
  ["a=%2520", ["a", "%20"]],
  ["%61=%61", ["a", "a"]],
  ["a=%E6%97%A5&%e6%97%a5=1", ["a", "日"], ["日", "1"]],
  ["a=%00&b=%0A", ["a", "\0"], ["b", "\n"]],
  ["a=%zz&b=%&c=%4", ["a", "%zz"], ["b", "%"], ["c", "%4"]],
  ["a=%FF", ["a", "\ufffd"]],
  ["a[]=1&a[]=2", ["a[]", ["1", "2"]]],
  ["a[b]=c&a.b=d", ["a[b]", "c"], ["a.b", "d"]],
  ["a=[1]&b={}", ["a", "[1]"], ["b", "{}"]],
  ["a='q'&b=\"q\"&c=<b>", ["a", "'q'"], ["b", '"q"'], ["c", "<b>"]],
  ["a=x:y/z,@$~-_.!*()", ["a", "x:y/z,@$~-_.!*()"]],
  ["a=\\&b=|^`", ["a", "\\"], ["b", "|^`"]],
  ["a=1#b=2", ["a", "1"]],
  ["2=b&1=a&x=y", ["1", "a"], ["2", "b"], ["x", "y"]],
  ["a=true&b=null&c=1.0", ["a", "true"], ["b", "null"], ["c", "1.0"]],
  ["__nextLocale=fr&_rsc=1&amp=1", ["__nextLocale", "fr"], ["_rsc", "1"], ["amp", "1"]],
];

/** By a target of /api/one/[id], /api/two/[a]/[b] or /api/rest/[[...path]]: the entries. */
const MERGED: [target: string, ...entries: [name: string, value: string | string[]][]][] = [
  ["/api/one/1", ["id", "1"]],
  ["/api/one/1?x=2", ["x", "2"], ["id", "1"]],
  ["/api/one/1?id=2", ["id", "1"]],
  ["/api/one/1?id=2&id=3", ["id", "1"]],
  ["/api/one/1?x=1&id=2&y=3", ["x", "1"], ["id", "1"], ["y", "3"]],
  ["/api/one/1?id", ["id", "1"]],
  ["/api/one/1?ID=2", ["ID", "2"], ["id", "1"]],
  ["/api/one/1?5=five&1=one", ["1", "one"], ["5", "five"], ["id", "1"]],
  ["/api/one/%20+?x=%20+", ["x", "  "], ["id", " +"]],
  ["/api/one/a%2Fb", ["id", "a/b"]],
  ["/api/one/a%2520b", ["id", "a%20b"]],
  ["/api/two/1/2?c=3", ["c", "3"], ["a", "1"], ["b", "2"]],
  ["/api/two/1/2?z=0&b=9", ["z", "0"], ["b", "2"], ["a", "1"]],
  ["/api/rest"],
  ["/api/rest?path=x", ["path", "x"]],
  ["/api/rest?path=x&path=y", ["path", ["x", "y"]]],
  ["/api/rest/a?path=x", ["path", ["a"]]],
  ["/api/rest/a/b?x=1&path=z", ["x", "1"], ["path", ["a", "b"]]],
];

const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"];

afterEach(expectPristine);

describe.each(hosts)("req.query in $name", ({ start }) => {
  async function entriesOf(target: string, options: Options = {}): Promise<unknown> {
    const routes = {
      "/api/route": echo,
      "/api/one/[id]": echo,
      "/api/two/[a]/[b]": echo,
      "/api/rest/[[...path]]": echo,
    };
    const { body } = await ask(await start({ routes, ...options }), target);
    return JSON.parse(body);
  }

  it.each(QUERIES)("is parsed from ?%s", async (search, ...entries) => {
    expect(await entriesOf(`/api/route?${search}`)).toEqual(entries);
  });

  it("is empty where there is no query", async () => {
    expect(await entriesOf("/api/route")).toEqual([]);
  });

  it("is read from an absolute-form target", async () => {
    expect(await entriesOf("http://other.test/api/one/1?a=2")).toEqual([
      ["a", "2"],
      ["id", "1"],
    ]);
  });

  it.each(MERGED)("has the params over the query of %s", async (target, ...entries) => {
    expect(await entriesOf(target)).toEqual(entries);
  });

  it.each(INHERITED)("takes %s as a name like any other", async (name) => {
    expect(await entriesOf(`/api/route?${name}=1`)).toEqual([[name, "1"]]);
    expect(await entriesOf(`/api/route?${name}=1&${name}=2`)).toEqual([[name, ["1", "2"]]]);
    expect(await entriesOf(`/api/route?${name}[x]=1`)).toEqual([[`${name}[x]`, "1"]]);
  });

  it.each(INHERITED)("takes %s as the name of a param", async (name) => {
    const routes = { [`/api/[${name}]`]: echo, [`/api/rest/[...${name}]`]: echo };
    expect(await entriesOf("/api/1", { routes })).toEqual([[name, "1"]]);
    expect(await entriesOf(`/api/1?${name}=2`, { routes })).toEqual([[name, "1"]]);
    expect(await entriesOf("/api/rest/1/2", { routes })).toEqual([[name, ["1", "2"]]]);
  });

  it("has 1,200 keys where 1,200 are sent", async () => {
    const entries = Array.from({ length: 1200 }, (_, index) => [`k${index}`, "v"]);
    const search = entries.map((entry) => entry.join("=")).join("&");
    expect(await entriesOf(`/api/route?${search}`)).toEqual(entries);
  });

  it("is a plain object, the request's own, and writable", async () => {
    let property: PropertyDescriptor | undefined;
    const server = await start({
      routes: {
        "/api/route"(req, res) {
          property = Object.getOwnPropertyDescriptor(req, "query");
          res.end();
        },
      },
    });
    await request(server).get("/api/route?a=1").expect(200);
    expect(property).toEqual({ value: { a: "1" }, writable: true, enumerable: true, configurable: true });
    expect(Object.getPrototypeOf(property?.value)).toBe(Object.prototype);
  });

  describe("with queryParser extended", () => {
    const extended = { queryParser: "extended" } as const;

    it.each<[search: string, query: unknown]>([
      ["a=1&b=2", { a: "1", b: "2" }],
      ["a=1&a=2", { a: ["1", "2"] }],
      ["a[b][c]=1&a[b][d]=2", { a: { b: { c: "1", d: "2" } } }],
      ["a[]=1&a[]=2", { a: ["1", "2"] }],
      ["a[1]=y&a[0]=x", { a: ["x", "y"] }],
      ["a%5Bb%5D=c+d", { a: { b: "c d" } }],
      ["a.b=1", { "a.b": "1" }],
      ["a[20]=x", { a: { 20: "x" } }],
      ["a[b][c][d][e][f][g]=1", { a: { b: { c: { d: { e: { f: { "[g]": "1" } } } } } } }],
    ])("nests ?%s", async (search, query) => {
      const entries = await entriesOf(`/api/route?${search}`, extended);
      expect(Object.fromEntries(entries as [string, unknown][])).toEqual(query);
    });

    it("keeps 1,000 parameters of 1,001", async () => {
      const search = Array.from({ length: 1001 }, (_, index) => `k${index}=v`).join("&");
      expect(await entriesOf(`/api/route?${search}`, extended)).toHaveLength(1000);
    });

    it("has params over nested keys", async () => {
      expect(await entriesOf("/api/one/1?id[a]=2&b[c]=3", extended)).toEqual([
        ["id", "1"],
        ["b", { c: "3" }],
      ]);
    });

    it.each(["constructor", "toString", "hasOwnProperty"])(
      "takes %s as a name like any other",
      async (name) => {
        expect(await entriesOf(`/api/route?${name}=1`, extended)).toEqual([[name, "1"]]);
      },
    );

    it.each([
      ["a[__proto__][x]=1", [["a", {}]]],
      ["__proto__[x]=1", []],
      ["__proto__=1", []],
      ["a[constructor][prototype][x]=1", [["a", { constructor: { prototype: { x: "1" } } }]]],
      ["constructor[prototype][x]=1", [["constructor", { prototype: { x: "1" } }]]],
    ])("pollutes nothing with ?%s", async (search, entries) => {
      expect(await entriesOf(`/api/route?${search}`, extended)).toEqual(entries);
      expectPristine();
    });

    it("is a plain object", async () => {
      let query: unknown;
      const server = await start({
        ...extended,
        routes: {
          "/api/route"(req, res) {
            ({ query } = req);
            res.end();
          },
        },
      });
      await request(server).get("/api/route?a[b]=1").expect(200);
      expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
    });
  });
});

import request from "supertest";
import { afterEach, describe, expect, it } from "vitest";
import type { RouteModule } from "../../../src/index.ts";
import { type Host, hosts, inExpressAfter, owned } from "../../support/hosts.ts";
import { expectPristine } from "../../support/prototype.ts";
import { answersOf, ask, exchange } from "../../support/wire.ts";

const echo: RouteModule["default"] = (req, res) => res.json(Object.entries(req.cookies));

const COOKIES: [header: string, ...entries: [name: string, value: string][]][] = [
  ["a=1", ["a", "1"]],
  ["a=1; b=2", ["a", "1"], ["b", "2"]],
  ["a=1;b=2", ["a", "1"], ["b", "2"]],
  ["a=1;  b=2;", ["a", "1"], ["b", "2"]],
  ["a=1 ;\tb = 2", ["a", "1"], ["b", "2"]],
  ["a=1; a=2", ["a", "1"]],
  ["A=1; a=2", ["A", "1"], ["a", "2"]],
  ["a=; a=2", ["a", ""]],
  ["a"],
  ["a;b=2", ["b", "2"]],
  [""],
  [";"],
  [";a=1", ["a", "1"]],
  ["=", ["", ""]],
  ["=a", ["", "a"]],
  ["=; a=1", ["", ""], ["a", "1"]],
  ["a=b=c", ["a", "b=c"]],
  ["a=b c", ["a", "b c"]],
  ["a=1, b=2", ["a", "1, b=2"]],
  ["a=+", ["a", "+"]],
  ["a=%20%2C", ["a", " ,"]],
  ["a=%E6%97%A5", ["a", "日"]],
  ["a=%00", ["a", "\0"]],
  ["a=%zz; b=%; c=%FF", ["a", "%zz"], ["b", "%"], ["c", "%FF"]],
  ["%61=1; a%20b=2", ["%61", "1"], ["a%20b", "2"]],
  ['a="quoted"', ["a", "quoted"]],
  ['a=""', ["a", ""]],
  ['a="', ["a", ""]],
  ['a="b;c"', ["a", ""]],
  ['a=b"', ["a", 'b"']],
  ["a=%22q%22", ["a", '"q"']],
  ['a="%20"', ["a", " "]],
  ["a='single'", ["a", "'single'"]],
  ['"a"=1', ['"a"', "1"]],
  ["a=\u00e9", ["a", "\u00e9"]],
  ["a[]=1", ["a[]", "1"]],
  ["$Version=1; a=1", ["$Version", "1"], ["a", "1"]],
  ["2=b; 1=a", ["1", "a"], ["2", "b"]],
  ["session=eyJhIjoxfQ==.sig", ["session", "eyJhIjoxfQ==.sig"]],
  ["__Host-a=1; __Secure-b=2", ["__Host-a", "1"], ["__Secure-b", "2"]],
];

afterEach(expectPristine);

describe.each(hosts)("req.cookies in $name", (host) => {
  it.each(COOKIES)("is parsed from %j", async (header, ...entries) => {
    const server = await host.start({ routes: { "/api/route": echo } });
    const { body } = await ask(server, "/api/route", { headers: { Cookie: header } });
    expect(JSON.parse(body)).toEqual(entries);
  });

  it("is empty without a Cookie header", async () => {
    const server = await host.start({ routes: { "/api/route": echo } });
    await request(server).get("/api/route").expect(200, []);
  });

  it("joins two Cookie headers", async () => {
    const server = await host.start({ routes: { "/api/route": echo } });
    const wire = await exchange(
      server,
      "GET /api/route HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2; a=3\r\nConnection: close\r\n\r\n",
    );
    expect(answersOf(wire)).toMatchObject([{ status: 200, body: '[["a","1"],["b","2"]]' }]);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "takes %s as a name like any other",
    async (name) => {
      const server = await host.start({ routes: { "/api/route": echo } });
      const asked = request(server).get("/api/route").set("Cookie", `a=1; ${name}=2; ${name}=3; b=4`);
      await asked.expect(200, [
        ["a", "1"],
        [name, "2"],
        ["b", "4"],
      ]);
    },
  );

  it("has 1,000 cookies where 1,000 are sent", async () => {
    const server = await host.start({ routes: { "/api/route": echo } });
    const cookies = Array.from({ length: 1000 }, (_, index) => [`c${index}`, String(index)]);
    const header = cookies.map((cookie) => cookie.join("=")).join("; ");
    await request(server).get("/api/route").set("Cookie", header).expect(200, cookies);
  });

  it("is a plain object, and the same one on every read", async () => {
    const { cookies, again } = await expectRead(host, "a=1", (req) => ({
      cookies: req.cookies,
      again: req.cookies,
    }));
    expect(Object.getPrototypeOf(cookies)).toBe(Object.prototype);
    expect(again).toBe(cookies);
  });

  it("can be written, before it is read and after", async () => {
    const written = await expectRead(host, "a=1", (req) => {
      req.cookies = { a: "first" };
      const first = req.cookies;
      req.cookies = { a: "second" };
      return [first, req.cookies];
    });
    expect(written).toEqual([{ a: "first" }, { a: "second" }]);
  });
});

describe("req.cookies", () => {
  it("is parsed when it is read first", async () => {
    const read = await expectRead(owned, "a=1", (req) => {
      req.headers.cookie = "a=2";
      const first = { ...req.cookies };
      req.headers.cookie = "a=3";
      return [first, { ...req.cookies }];
    });
    expect(read).toEqual([{ a: "2" }, { a: "2" }]);
  });

  it("is what the header says, whatever middleware made of it", async () => {
    const host = inExpressAfter((req, _res, next) => {
      req.cookies = { a: { parsed: true } };
      next();
    });
    expect(await expectRead(host, "a=1", (req) => req.cookies)).toEqual({ a: "1" });
  });
});

/** What a handler reads from a request with this Cookie header. */
async function expectRead<T>(
  { start }: Host,
  header: string,
  read: (req: Parameters<RouteModule["default"]>[0]) => T,
): Promise<T> {
  let value: T | undefined;
  const server = await start({
    routes: {
      "/api/route"(req, res) {
        value = read(req);
        res.end();
      },
    },
  });
  await request(server).get("/api/route").set("Cookie", header).expect(200);
  return value as T;
}

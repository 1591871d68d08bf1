import { describe, expect, it } from "vitest";
import { get, open, requestText } from "../../support/client.ts";
import { type Handler, hosts, serve } from "../../support/hosts.ts";

type Call = (res: Parameters<Handler>[1]) => unknown;

const CALLS: [name: string, call: Call, status: number, location: string][] = [
  ["a path", (res) => res.redirect("/there"), 307, "/there"],
  ["an absolute URL", (res) => res.redirect("https://a.test/x?y=1#z"), 307, "https://a.test/x?y=1#z"],
  ["301", (res) => res.redirect(301, "/there"), 301, "/there"],
  ["302", (res) => res.redirect(302, "/there"), 302, "/there"],
  ["303", (res) => res.redirect(303, "/there"), 303, "/there"],
  ["308", (res) => res.redirect(308, "/there"), 308, "/there"],
  ["a code that is no redirect", (res) => res.redirect(404, "/there"), 404, "/there"],
  ["two strings", (res) => res.redirect("a" as never, "b"), 307, "a"],
  ["a code that is a string", (res) => res.redirect("301" as never, "/x"), 307, "301"],
  ["a relative URL", (res) => res.redirect("there"), 307, "there"],
  ["back", (res) => res.redirect("back"), 307, "back"],
  ["spaces", (res) => res.redirect("/a b"), 307, "/a b"],
  ["markup", (res) => res.redirect("/<script>"), 307, "/<script>"],
  ["a query", (res) => res.redirect("/t?n=%2Fa%20b&c=d"), 307, "/t?n=%2Fa%20b&c=d"],
  ["an empty URL", (res) => res.redirect(""), 307, ""],
  ["a third argument", (res) => (res.redirect as any)(302, "/there", "extra"), 302, "/there"],
  ["a status set before", (res) => res.status(201).redirect("/there"), 307, "/there"],
];

const MESSAGE =
  "Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') " +
  "or use a status code and URL, e.g. res.redirect(307, '/destination').";

const REFUSED: [name: string, args: unknown[]][] = [
  ["a code alone", [302]],
  ["nothing", []],
  ["null", [null]],
  ["a URL object", [new URL("http://a.test/")]],
  ["a code and a URL object", [302, new URL("http://a.test/")]],
  ["a code and undefined", [302, undefined]],
  ["an object", [{ destination: "/x" }]],
];

describe.each(hosts)("res.redirect in $name", (host) => {
  it.each(CALLS)("sends %s verbatim as Location and as body", async (_name, call, status, location) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("X-Before", "kept");
      call(res);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status, text: location });
    expect(answer.headers).toMatchObject({ location, "x-before": "kept" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(answer.headers).not.toHaveProperty("etag");
  });

  it("ends the response and returns it", async () => {
    const seen: unknown[] = [];
    const { server } = await serve(host, (_req, res) => {
      seen.push(res.redirect("/there") === res, res.writableEnded);
    });
    await get(server);
    expect(seen).toEqual([true, true]);
  });

  it("keeps the type and the cookies that were set before", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.setHeader("Set-Cookie", "a=1");
      res.redirect(303, "/there");
    });
    const { headers } = await get(server, { method: "POST" });
    expect(headers).toMatchObject({ "content-type": "text/plain", "set-cookie": ["a=1"] });
  });

  it("sends latin1 as it is", async () => {
    const { server } = await serve(host, (_req, res) => res.redirect("/é"));
    const connection = await open(server, requestText({ headers: { Connection: "close" } }));
    expect(await connection.end()).toContain("Location: /é\r\n");
  });

  it("sends no body for HEAD", async () => {
    const { server } = await serve(host, (_req, res) => res.redirect("/there"));
    const answer = await get(server, { method: "HEAD" });
    expect(answer).toMatchObject({ status: 307, text: "" });
    expect(answer.headers).toMatchObject({ location: "/there" });
  });

  it("never becomes a 304", async () => {
    const { server } = await serve(host, (_req, res) => res.redirect("/there"));
    expect((await get(server, { headers: { "If-None-Match": "*" } })).status).toBe(307);
  });

  it.each(REFUSED)("refuses %s with Next's message: a 500 without Location", async (_name, args) => {
    const { server, log } = await serve(host, (_req, res) => (res.redirect as any)(...args));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("location");
    expect(log.errors).toEqual([new Error(MESSAGE)]);
  });

  it.each(["/日本", "/a\r\nX-Injected: 1"])("refuses %j, which no header can hold", async (url) => {
    const { server } = await serve(host, (_req, res) => res.redirect(url));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("location");
    expect(answer.headers).not.toHaveProperty("x-injected");
  });

  it.each([99, 1000, NaN, 0])("answers the code %d with 500, and leaves the Location", async (code) => {
    const { server } = await serve(host, (_req, res) => res.redirect(code, "/there"));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).toMatchObject({ location: "/there" });
  });
});

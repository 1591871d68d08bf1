import { describe, expect, it } from "vitest";
import { type Asked, get } from "../../support/client.ts";
import { hosts, owned, serve } from "../../support/hosts.ts";

/** The tag of "hello". */
const TAG = '"2caikvdqo85"';
const PAST = "Thu, 01 Jan 1970 00:00:00 GMT";
const FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT";

const TAGS: [name: string, value: string, status: number][] = [
  ["the tag", TAG, 304],
  ["the tag, weak", `W/${TAG}`, 304],
  ["any tag", "*", 304],
  ["a list with the tag", `"a", ${TAG}, "b"`, 304],
  ["a list with the weak tag", `"a",W/${TAG}`, 304],
  ["spaces around the tag", `  ${TAG}  `, 304],
  ["another tag", '"other"', 200],
  ["a list without the tag", '"a", "b"', 200],
  ["a star in a list", '"a", *', 200],
  ["the tag without its quotes", TAG.slice(1, -1), 200],
  ["the tag with a w in lower case", `w/${TAG}`, 200],
  ["nothing", "", 200],
  ["a tag with a comma", '"a,b"', 200],
];

const BESIDE: [name: string, headers: Record<string, string>, status: number][] = [
  ["Cache-Control: no-cache", { "Cache-Control": "no-cache" }, 200],
  ["Cache-Control: no-cache in a list", { "Cache-Control": "max-age=0, no-cache" }, 200],
  ["Cache-Control: max-age=0", { "Cache-Control": "max-age=0" }, 304],
  ["Cache-Control: no-store", { "Cache-Control": "no-store" }, 304],
  ["Pragma: no-cache", { Pragma: "no-cache" }, 304],
  // RFC 9110 section 13.1.3: it is ignored where there is an If-None-Match. Next never answers 304 to the two.
  ["If-Modified-Since", { "If-Modified-Since": PAST }, 304],
  ["If-Modified-Since that is no date", { "If-Modified-Since": "yesterday" }, 304],
];

const SENT_304: [name: string, asked: Asked, status: number][] = [
  ["a GET", {}, 200],
  ["a HEAD", { method: "HEAD" }, 200],
  ["a 201", {}, 201],
  ["a 299", {}, 299],
];

const SENT_WHOLE: [name: string, asked: Asked, status: number][] = [
  ["a POST", { method: "POST" }, 200],
  ["a PUT", { method: "PUT" }, 200],
  ["a PATCH", { method: "PATCH" }, 200],
  ["a DELETE", { method: "DELETE" }, 200],
  ["an OPTIONS", { method: "OPTIONS" }, 200],
  ["a 300", {}, 300],
  ["a 302", {}, 302],
  ["a 400", {}, 400],
  ["a 404", {}, 404],
  ["a 500", {}, 500],
];

describe.each(hosts)("a conditional request in $name", (host) => {
  it.each(TAGS)("with If-None-Match of %s", async (_name, value, status) => {
    const { server } = await serve(host, (_req, res) => res.send("hello"));
    const answer = await get(server, { headers: { "If-None-Match": value } });
    expect(answer).toMatchObject({ status, text: status === 304 ? "" : "hello" });
    expect(answer.headers).toMatchObject({ etag: TAG });
  });

  it.each(BESIDE)("with the tag and %s", async (_name, headers, status) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Last-Modified", FUTURE);
      res.send("hello");
    });
    expect((await get(server, { headers: { "If-None-Match": TAG, ...headers } })).status).toBe(status);
  });

  it.each([
    ["alone", undefined],
    ["after Last-Modified", PAST],
  ])("with If-Modified-Since %s is answered whole", async (_name, modified) => {
    const { server } = await serve(host, (_req, res) => {
      if (modified !== undefined) res.setHeader("Last-Modified", modified);
      res.send("hello");
    });
    const answer = await get(server, { headers: { "If-Modified-Since": FUTURE } });
    expect(answer).toMatchObject({ status: 200, text: "hello" });
  });

  it.each(["If-Match", "If-Unmodified-Since", "Range"])("with %s is answered whole", async (name) => {
    const { server } = await serve(host, (_req, res) => res.send("hello"));
    const answer = await get(server, { headers: { [name]: name === "Range" ? "bytes=0-1" : PAST } });
    expect(answer).toMatchObject({ status: 200, text: "hello" });
  });

  it.each(SENT_304)("gets 304 for %s", async (_name, asked, status) => {
    const { server } = await serve(host, (_req, res) => res.status(status).send("hello"));
    const answer = await get(server, { ...asked, headers: { "If-None-Match": TAG } });
    expect(answer).toMatchObject({ status: 304, text: "" });
    expect(answer.headers).not.toHaveProperty("content-length");
  });

  it.each(SENT_WHOLE)("gets the whole answer for %s", async (_name, asked, status) => {
    const { server } = await serve(host, (_req, res) => res.status(status).send("hello"));
    const answer = await get(server, { ...asked, headers: { "If-None-Match": TAG } });
    expect(answer).toMatchObject({ status, text: "hello" });
  });

  it("gets a 304 that keeps the route's headers", async () => {
    const own = { "cache-control": "max-age=60", "set-cookie": ["a=1"], vary: "Origin", "x-own": "1" };
    const { server } = await serve(host, (_req, res) => {
      for (const [name, value] of Object.entries(own)) res.setHeader(name, value);
      res.send("hello");
    });
    const answer = await get(server, { headers: { "If-None-Match": TAG } });
    expect(answer.status).toBe(304);
    expect(answer.headers).toMatchObject(own);
  });

  it.each<[name: string, by: "json" | "send", value: unknown, type: string | undefined]>([
    ["keeps the type of res.json", "json", { a: 1 }, "application/json; charset=utf-8"],
    ["has no type for a sent object", "send", { a: 1 }, undefined],
    ["has no type for a Buffer", "send", Buffer.from("hello"), undefined],
  ])("gets a 304 that %s", async (_name, by, value, type) => {
    const { server } = await serve(host, (_req, res) => res[by](value));
    const { etag } = (await get(server)).headers;
    const answer = await get(server, { headers: { "If-None-Match": etag as string } });
    expect(answer).toMatchObject({ status: 304, text: "" });
    expect(answer.headers["content-type"]).toBe(type);
    expect(answer.headers).toMatchObject({ etag });
  });

  it("compares with the computed tag, not with one of the route's own", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("ETag", '"own"');
      res.send("hello");
    });
    expect((await get(server, { headers: { "If-None-Match": '"own"' } })).status).toBe(200);
    expect((await get(server, { headers: { "If-None-Match": TAG } })).status).toBe(304);
  });

  it("gets the whole answer of a bare end, which has no tag", async () => {
    const { server } = await serve(host, (_req, res) => res.end("hello"));
    const answer = await get(server, { headers: { "If-None-Match": "*" } });
    expect(answer).toMatchObject({ status: 200, text: "hello" });
  });

  it("gets the whole answer of a failure and of an unknown route", async () => {
    const { server } = await serve(host, () => {
      throw new Error("broken");
    });
    expect((await get(server, { headers: { "If-None-Match": "*" } })).status).toBe(500);
    expect((await get(server, { path: "/api/none", headers: { "If-None-Match": "*" } })).status).toBe(404);
  });
});

describe("a conditional request of createServer", () => {
  it("gets a 304 with Vary and without Content-Encoding, though gzip is accepted", async () => {
    const text = "hello ".repeat(1000);
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.send(text);
    });
    const { etag } = (await get(server)).headers;
    const answer = await get(server, {
      headers: { "If-None-Match": etag as string, "Accept-Encoding": "gzip" },
    });
    expect(answer.status).toBe(304);
    expect(answer.headers).toMatchObject({ vary: "Accept-Encoding", "content-type": "text/plain" });
    expect(answer.headers).not.toHaveProperty("content-encoding");
  });
});

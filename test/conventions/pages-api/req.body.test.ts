import { gzipSync } from "node:zlib";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { hosts } from "../../support/hosts.ts";
import { expectBody, echoBody, FORM_TYPE, expectSeen } from "../../support/post.ts";
import { ask } from "../../support/wire.ts";

const JSON_TEXT = '{"a":[1,"\u00e9"]}';
const JSON_VALUE = { a: [1, "\u00e9"] };
const FORM_TEXT = "a=1&b=two&a=3";
const FORM_VALUE = { a: ["1", "3"], b: "two" };

/** By Content-Type: a body, and what `req.body` is. */
const TYPES: [type: string | undefined, sent: string, body: unknown][] = [
  [undefined, JSON_TEXT, JSON_TEXT],
  [undefined, FORM_TEXT, FORM_TEXT],
  [undefined, "", ""],
  ["application/json", JSON_TEXT, JSON_VALUE],
  ["application/json", "", {}],
  ["application/ld+json", JSON_TEXT, JSON_VALUE],
  ["application/ld+json", "", {}],
  ["APPLICATION/JSON", JSON_TEXT, JSON_VALUE],
  ["application/json; charset=utf-8", JSON_TEXT, JSON_VALUE],
  ["application/json;charset=UTF-8", JSON_TEXT, JSON_VALUE],
  ['application/json; charset="utf-8"', JSON_TEXT, JSON_VALUE],
  ["application/json ; charset=utf-8", JSON_TEXT, JSON_VALUE],
  ["application/json; a=b; c=d", JSON_TEXT, JSON_VALUE],
  [" application/json", JSON_TEXT, JSON_VALUE],
  [FORM_TYPE, FORM_TEXT, FORM_VALUE],
  [FORM_TYPE, "", {}],
  ["Application/X-WWW-Form-Urlencoded", FORM_TEXT, FORM_VALUE],
  [`${FORM_TYPE}; charset=utf-8`, FORM_TEXT, FORM_VALUE],
  ["text/plain", JSON_TEXT, JSON_TEXT],
  ["text/plain", "", ""],
  ["text/json", JSON_TEXT, JSON_TEXT],
  ["application/vnd.api+json", JSON_TEXT, JSON_TEXT],
  ["application/problem+json", JSON_TEXT, JSON_TEXT],
  ["application/json5", JSON_TEXT, JSON_TEXT],
  ["application/octet-stream", "bytes", "bytes"],
  ["application/octet-stream", "", ""],
  ["multipart/form-data; boundary=x", "--x\r\n--x--\r\n", "--x\r\n--x--\r\n"],
  ["application/xml", "<a/>", "<a/>"],
  // What is no media type counts as none.
  ["", JSON_TEXT, JSON_TEXT],
  ["json", JSON_TEXT, JSON_TEXT],
  ["/json", JSON_TEXT, JSON_TEXT],
  ["application/", JSON_TEXT, JSON_TEXT],
  ["application/json;", JSON_TEXT, JSON_TEXT],
  ["application/json; bad", JSON_TEXT, JSON_TEXT],
  ["application/json; charset=", JSON_TEXT, JSON_TEXT],
  ["application/json; =utf-8", JSON_TEXT, JSON_TEXT],
  ["application/json;;charset=utf-8", JSON_TEXT, JSON_TEXT],
  ["application/json, text/plain", JSON_TEXT, JSON_TEXT],
  [`${FORM_TYPE};`, FORM_TEXT, FORM_TEXT],
];
describe.each(hosts)("req.body in $name", (host) => {
  it.each(TYPES)("of type %j is parsed from %j", async (type, sent, body) => {
    expect(await expectBody(host, sent, type)).toEqual(body);
  });

  it.each(TYPES)("of type %j is parsed from %j in chunks", async (type, sent, body) => {
    expect(
      await expectBody(host, sent === "" ? [] : [sent.slice(0, 3), sent.slice(3)].filter(Boolean), type),
    ).toEqual(body);
  });

  it.each(["GET", "DELETE", "OPTIONS", "PROPFIND"])("is parsed for %s too", async (method) => {
    const server = await host.start({ routes: { "/api/route": echoBody } });
    const headers = { "Content-Type": "application/json" };
    const { body } = await ask(server, "/api/route", { method, headers, body: "[1]" });
    expect(JSON.parse(body)).toEqual([1]);
  });

  it.each<[type: string | undefined, body: unknown]>([
    [undefined, ""],
    ["text/plain", ""],
    ["application/json", {}],
    [FORM_TYPE, {}],
  ])("of type %j is empty where nothing is sent", async (type, body) => {
    const server = await host.start({ routes: { "/api/route": echoBody } });
    const headers: Record<string, string> = type === undefined ? {} : { "Content-Type": type };
    for (const method of ["GET", "DELETE"]) {
      expect(JSON.parse((await ask(server, "/api/route", { method, headers })).body)).toEqual(body);
    }
  });

  it("is what supertest sends as JSON and as a form", async () => {
    const server = await host.start({ routes: { "/api/route": echoBody } });
    await request(server).post("/api/route").send(JSON_VALUE).expect(200, JSON_VALUE);
    await request(server).post("/api/route").type("form").send(FORM_VALUE).expect(200, FORM_VALUE);
  });

  it("is put together from characters that are split between chunks", async () => {
    const sent = [Buffer.from([0xc3]), Buffer.from([0xa9])];
    expect(await expectBody(host, sent)).toBe("\u00e9");
    expect(await expectBody(host, sent, "text/plain; charset=UTF8")).toBe("\u00e9");
  });

  it("is an own property that can be written", async () => {
    const property = await expectSeen(host, (req) => Object.getOwnPropertyDescriptor(req, "body"));
    expect(property).toEqual({ value: "sent", writable: true, enumerable: true, configurable: true });
  });

  it("leaves a stream that has ended", async () => {
    const left = await expectSeen(host, async (req) => [
      req.readableEnded,
      req.complete,
      await req.toArray(),
    ]);
    expect(left).toEqual([true, true, []]);
  });

  describe("behind a Content-Encoding", () => {
    it.each(["gzip", "identity", "bogus"])("is taken as it comes, whatever %s means", async (coding) => {
      const server = await host.start({ routes: { "/api/route": echoBody } });
      const headers = { "Content-Type": "application/json", "Content-Encoding": coding };
      const { body } = await ask(server, "/api/route", { method: "POST", headers, body: "[1]" });
      expect(JSON.parse(body)).toEqual([1]);
    });

    it("is not decompressed", async () => {
      const server = await host.start({ routes: { "/api/route": echoBody } });
      const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
      const answer = await ask(server, "/api/route", { method: "POST", headers, body: gzipSync("{}") });
      expect([answer.status, answer.body]).toEqual([400, "Invalid JSON"]);
    });
  });
});

import { describe, expect, it } from "vitest";
import { get } from "../../support/client.ts";
import { tagOfText } from "../../support/etag.ts";
import { hosts, serve } from "../../support/hosts.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Values with the entity tags that Next 16.4.6 gave their JSON. */
const VALUES: [name: string, value: unknown, text: string, etag: string][] = [
  ["an object", { a: 1, b: [true, null] }, '{"a":1,"b":[true,null]}', '"zvtkrgyk5bn"'],
  ["null", null, "null", '"wm6yxsynvh4"'],
  ["a string", "text", '"text"', '"13vu0nwvwft6"'],
  ["a number", 1.5, "1.5", '"10mxj9wm4fi3"'],
  ["false", false, "false", '"u64e2dhd7r5"'],
  ["an empty array", [], "[]", '"38jmpejbxv2"'],
  ["wide characters", { text: "é 日本 😀 \u2028" }, '{"text":"é 日本 😀 \u2028"}', '"17uwvy6rexpk"'],
  ["markup", { html: "</script><b>&" }, '{"html":"</script><b>&"}', '"q8dot4x91ko"'],
  ["a Buffer", Buffer.from("ab"), '{"type":"Buffer","data":[97,98]}', '"n3w3bck8msw"'],
  ["a Date", new Date(0), '"1970-01-01T00:00:00.000Z"', '"l184jyy7b6q"'],
  ["a Map", new Map([["a", 1]]), "{}", '"bwc9mymkdm2"'],
];

const EMPTY: [name: string, value: unknown][] = [
  ["undefined", undefined],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["a toJSON that gives undefined", { toJSON: () => undefined }],
];

const circular: { self?: unknown } = {};
circular.self = circular;

const REFUSED: [name: string, value: unknown][] = [
  ["a bigint", { big: 1n }],
  ["a circular structure", circular],
  [
    "a toJSON that throws",
    {
      toJSON() {
        throw new Error("toJSON");
      },
    },
  ],
];

describe.each(hosts)("res.json in $name", (host) => {
  it.each(VALUES)("sends %s with type, ETag and length", async (_name, value, text, etag) => {
    expect(tagOfText(text)).toBe(etag);
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.setHeader("ETag", '"own"');
      res.json(value);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers).toMatchObject({
      etag,
      "content-type": JSON_TYPE,
      "content-length": String(Buffer.byteLength(text)),
    });
  });

  it.each(EMPTY)("answers %s with the type alone", async (_name, value) => {
    const { server, log } = await serve(host, (_req, res) => res.json(value));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({ "content-type": JSON_TYPE });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(log.errors).toEqual([]);
  });

  it.each(REFUSED)("answers %s with a text 500 that does not call itself JSON", async (_name, value) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "application/json");
      res.json(value);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(answer.headers).not.toHaveProperty("etag");
    expect(log.errors).toEqual([expect.any(Error)]);
  });

  it("sets nothing for a value that it refuses, so that the route may answer something else", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      try {
        res.json(1n);
      } catch {
        res.send("instead");
      }
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: "instead" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([]);
  });

  it.each([201, 205, 400, 404, 500])("sends body and tag with status %i", async (status) => {
    const { server } = await serve(host, (_req, res) => res.status(status).json({ a: 1 }));
    const answer = await get(server);
    expect(answer).toMatchObject({ status, text: '{"a":1}' });
    expect(answer.headers).toMatchObject({ etag: '"147uiiad94i7"' });
  });

  it.each([204, 304])("drops the body, and all that is said about it, with status %i", async (status) => {
    const { server } = await serve(host, (_req, res) => res.status(status).json({ a: 1 }));
    const answer = await get(server);
    expect(answer).toMatchObject({ status, text: "" });
    for (const name of ["content-type", "content-length", "transfer-encoding", "etag"]) {
      expect(answer.headers).not.toHaveProperty(name);
    }
  });

  it("keeps the type of nothing with status 204", async () => {
    const { server } = await serve(host, (_req, res) => res.status(204).json(undefined));
    const answer = await get(server);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({ "content-type": JSON_TYPE });
  });

  it("sends the same headers for HEAD", async () => {
    const { server } = await serve(host, (_req, res) => res.json({ a: 1 }));
    const answer = await get(server, { method: "HEAD" });
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({
      "content-type": JSON_TYPE,
      "content-length": "7",
      etag: '"147uiiad94i7"',
    });
  });

  it("returns undefined", async () => {
    const returned: unknown[] = [];
    const { server } = await serve(host, (_req, res) => {
      returned.push((res.json as (body: unknown) => unknown)({}));
    });
    await get(server);
    expect(returned).toEqual([undefined]);
  });

  it("sends the body after writeHead, whose headers stand", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.writeHead(202, { "X-Head": "1" });
      res.json({ a: 1 });
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 202, text: '{"a":1}' });
    expect(answer.headers).toMatchObject({ "x-head": "1" });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(log.errors).toEqual([]);
  });
});

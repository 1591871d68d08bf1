import { once } from "node:events";
import { createReadStream } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { gate, get, open, requestText } from "./client.ts";
import { referenceTag, tagOfText } from "./etag.ts";
import { hosts, serve } from "./hosts.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Bodies with the entity tags that Next 16.4.6 gave them. */
const TEXTS: [body: string, etag: string][] = [
  ["hello", '"2caikvdqo85"'],
  ["", '"78p3gz236i0"'],
  ["héllo 日本 😀", '"f13bxrhvkob"'],
  ["<p>hi</p>", '"kiqypda3km9"'],
  ["body", '"12jc540is014"'],
  ["first", '"lyzh93diho5"'],
];

const AS_JSON: [name: string, value: unknown, text: string, etag: string][] = [
  ["an object", { a: 1 }, '{"a":1}', '"147uiiad94i7"'],
  ["an empty object", {}, "{}", '"bwc9mymkdm2"'],
  ["an array", [1, "two", null, undefined], '[1,"two",null,null]', '"3rughs3wahj"'],
  ["an empty array", [], "[]", '"38jmpejbxv2"'],
  ["a number", 42, "42", '"145yod55ra52"'],
  ["zero", 0, "0", '"a6v68shvmh1"'],
  ["NaN", NaN, "null", '"wm6yxsynvh4"'],
  ["Infinity", Infinity, "null", '"wm6yxsynvh4"'],
  ["true", true, "true", '"ywwejgvrps4"'],
  ["false", false, "false", '"u64e2dhd7r5"'],
  ["a Date", new Date(0), '"1970-01-01T00:00:00.000Z"', '"l184jyy7b6q"'],
  ["a Uint8Array", new Uint8Array([1, 2, 3]), '{"0":1,"1":2,"2":3}', '"x9clasq9ouj"'],
  ["an ArrayBuffer", new ArrayBuffer(4), "{}", '"bwc9mymkdm2"'],
  ["a Map", new Map([["a", 1]]), "{}", '"bwc9mymkdm2"'],
  ["a Set", new Set([1]), "{}", '"bwc9mymkdm2"'],
  ["an Error", new Error("in a body"), "{}", '"bwc9mymkdm2"'],
  ["a promise", Promise.resolve(1), "{}", '"bwc9mymkdm2"'],
  ["a web stream", new ReadableStream(), "{}", '"bwc9mymkdm2"'],
  ["a URL", new URL("http://a.test/b"), '"http://a.test/b"', '"161behzco46h"'],
  ["an object with toJSON", { toJSON: () => ({ from: "toJSON" }) }, '{"from":"toJSON"}', '"p9yx4lvpw7h"'],
  ["a boxed string", Object("boxed"), '"boxed"', '"2r23hwid6r7"'],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}', '"147uiiad94i7"'],
  [
    "nested values",
    { a: [{ b: { c: undefined, d: null, e: new Date(0) } }] },
    '{"a":[{"b":{"d":null,"e":"1970-01-01T00:00:00.000Z"}}]}',
    '"47tnjzn2xa1j"',
  ],
];

const circular: { self?: unknown } = {};
circular.self = circular;

const REFUSED: [name: string, value: unknown][] = [
  ["a bigint", 10n],
  ["a symbol", Symbol("s")],
  ["a function", () => 1],
  ["an object with a bigint", { big: 1n }],
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

describe("the entity tag of res.send", () => {
  it.each(TEXTS)("of %j, in the reference, is what Next gives it", (body, etag) => {
    expect(tagOfText(body)).toBe(etag);
  });
});

describe.each(hosts)("res.send in $name", (host) => {
  it.each(TEXTS)("sends the string %j with ETag and length, and adds no type", async (body, etag) => {
    const { server } = await serve(host, (_req, res) => res.send(body));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: body });
    expect(answer.headers).toMatchObject({ etag, "content-length": String(Buffer.byteLength(body)) });
    expect(answer.headers).not.toHaveProperty("content-type");
  });

  it.each(["a", "\u0000", "\uffff\ud800", "ab\ncd", "日本", "x".repeat(36), "é".repeat(70_000)])(
    "tags a string by its UTF-16 units: %#",
    async (body) => {
      const { server } = await serve(host, (_req, res) => res.send(body));
      expect((await get(server)).headers).toMatchObject({ etag: tagOfText(body) });
    },
  );

  it.each(AS_JSON)("sends %s as JSON", async (_name, value, text, etag) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.send(value);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers).toMatchObject({
      etag,
      "content-type": JSON_TYPE,
      "content-length": String(Buffer.byteLength(text)),
    });
  });

  it.each([null, undefined])("ends without a body, a tag or a type for %o", async (value) => {
    const { server } = await serve(host, (_req, res) => res.send(value));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(answer.headers).not.toHaveProperty("content-type");
  });

  it("keeps an ETag of the route's own where it computes none, and overrides it where it does", async () => {
    const { server } = await serve(host, (req, res) => {
      res.setHeader("ETag", '"own"');
      res.send(req.query["text"]);
    });
    expect((await get(server)).headers).toMatchObject({ etag: '"own"' });
    const answer = await get(server, { path: "/api/test?text=hello" });
    expect(answer.headers).toMatchObject({ etag: '"2caikvdqo85"' });
  });

  it("overrides a Content-Length of the route's own", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Length", 3);
      res.send("hello");
    });
    const answer = await get(server);
    expect(answer.text).toBe("hello");
    expect(answer.headers).toMatchObject({ "content-length": "5" });
  });

  it("keeps the type that the route gave a string", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/markdown");
      res.send("hello");
    });
    expect((await get(server)).headers).toMatchObject({ "content-type": "text/markdown" });
  });

  it.each([
    ["of no type", undefined, "application/octet-stream"],
    ["of a type", "image/png", "image/png"],
  ])("sends a Buffer %s, and tags its bytes", async (_name, given, type) => {
    const bytes = Buffer.from([0, 1, 2, 250, 255]);
    const { server } = await serve(host, (_req, res) => {
      if (given !== undefined) res.setHeader("Content-Type", given);
      res.send(bytes);
    });
    const answer = await get(server);
    expect(answer.bytes).toEqual(bytes);
    expect(answer.headers).toMatchObject({
      etag: referenceTag([...bytes]),
      "content-type": type,
      "content-length": "5",
    });
  });

  it("sends an empty Buffer", async () => {
    const { server } = await serve(host, (_req, res) => res.send(Buffer.alloc(0)));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({
      etag: referenceTag([]),
      "content-type": "application/octet-stream",
      "content-length": "0",
    });
  });

  const BODIES: [name: string, make: () => unknown][] = [
    ["a string", () => "hello"],
    ["an object", () => ({ a: 1 })],
    ["a Buffer", () => Buffer.from("hello")],
    ["a stream", () => Readable.from(["hello"])],
  ];

  describe.each([204, 304])("with status %i", (status) => {
    it.each(BODIES)("drops %s with all that is said about it", async (_name, make) => {
      const { server, log } = await serve(host, (_req, res) => {
        res.setHeader("Content-Type", "text/plain");
        res.setHeader("Content-Length", 5);
        res.setHeader("X-Kept", "1");
        res.status(status).send(make());
      });
      const answer = await get(server);
      expect(answer).toMatchObject({ status, text: "" });
      expect(answer.headers).toMatchObject({ "x-kept": "1" });
      for (const name of ["content-type", "content-length", "transfer-encoding", "etag"]) {
        expect(answer.headers).not.toHaveProperty(name);
      }
      expect(log.errors).toEqual([]);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    });
  });

  it("lets go of a stream that a 204 cannot carry", async () => {
    const source = new PassThrough();
    const { server } = await serve(host, (_req, res) => res.status(204).send(source));
    await get(server);
    expect(source.destroyed).toBe(true);
  });

  it.each([205, 206, 404, 500])("sends body and tag with status %i", async (status) => {
    const { server } = await serve(host, (_req, res) => res.status(status).send("hello"));
    const answer = await get(server);
    expect(answer).toMatchObject({ status, text: "hello" });
    expect(answer.headers).toMatchObject({ etag: '"2caikvdqo85"', "content-length": "5" });
  });

  it.each(BODIES)("sends the headers of %s, and no body, for HEAD", async (_name, make) => {
    const { server } = await serve(host, (_req, res) => res.send(make()));
    const whole = await get(server);
    const connection = await open(
      server,
      requestText({ method: "HEAD" }) + requestText({ path: "/api/next", headers: { Connection: "close" } }),
    );
    const [head, ...rest] = (await connection.end()).split("\r\n\r\n");
    for (const name of ["etag", "content-type", "content-length"]) {
      const value = whole.headers[name];
      expect(head!.toLowerCase().includes(`\r\n${name}: `)).toBe(value !== undefined);
      if (value !== undefined) expect(head).toContain(`: ${value as string}`);
    }
    expect(rest[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(rest[1]).toMatch(/next/);
  });

  it.each(REFUSED)("refuses %s: a plain 500 without type or tag", async (_name, value) => {
    const { server, log } = await serve(host, (_req, res) => res.send(value));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([expect.any(Error)]);
  });

  it("returns undefined", async () => {
    const returned: unknown[] = [];
    const { server } = await serve(host, (_req, res) => {
      returned.push((res.send as (body: unknown) => unknown)("hello"));
    });
    await get(server);
    expect(returned).toEqual([undefined]);
  });

  describe("of a stream", () => {
    it.each<[name: string, make: () => Readable, text: string]>([
      ["Buffers", () => Readable.from([Buffer.from("one "), Buffer.from("two")]), "one two"],
      ["strings", () => Readable.from(["one ", "two"]), "one two"],
      ["nothing", () => Readable.from([]), ""],
    ])("pipes %s, without tag or length", async (_name, make, text) => {
      const { server } = await serve(host, (_req, res) => res.send(make()));
      const answer = await get(server);
      expect(answer).toMatchObject({ status: 200, text });
      expect(answer.headers["content-type"]).toBe("application/octet-stream");
      expect(answer.headers).not.toHaveProperty("etag");
    });

    it("keeps a type, a tag and a length of the route's own", async () => {
      const own = { "content-type": "text/plain", etag: '"own"', "content-length": "5" };
      const { server } = await serve(host, (_req, res) => {
        for (const [name, value] of Object.entries(own)) res.setHeader(name, value);
        res.send(Readable.from(["hello"]));
      });
      const answer = await get(server);
      expect(answer.headers).toMatchObject(own);
      expect(answer.text).toBe("hello");
    });

    it("takes an object with pipe and on for a stream", async () => {
      const source = Readable.from(["hello"]);
      const alike = {
        pipe: (target: NodeJS.WritableStream) => source.pipe(target),
        on: () => alike,
      };
      const { server } = await serve(host, (_req, res) => res.send(alike));
      expect((await get(server)).text).toBe("hello");
    });

    it("answers 500 when it fails before the first byte", async () => {
      const { server, log } = await serve(host, (_req, res) => {
        res.setHeader("Content-Length", 100);
        res.setHeader("X-Kept", "1");
        res.send(createReadStream("/no/such/file"));
      });
      const answer = await get(server);
      expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
      expect(answer.headers).toMatchObject({ "x-kept": "1", "content-length": "21" });
      expect(answer.headers).not.toHaveProperty("content-type");
      expect(log.errors).toEqual([expect.objectContaining({ code: "ENOENT" })]);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    });

    it.each<[name: string, fail: (source: PassThrough) => void, message: string]>([
      ["fails", (source) => source.destroy(new Error("broken")), "broken"],
      ["closes without an end", (source) => source.destroy(), "Premature close"],
    ])("cuts the connection when it %s after the first byte", async (_name, fail, message) => {
      const source = new PassThrough();
      source.write("part");
      const { server, log } = await serve(host, (_req, res) => res.send(source));
      const connection = await open(server, requestText());
      await connection.until("part");
      fail(source);
      expect(await connection.end()).not.toContain("\r\n0\r\n");
      expect(log.errors).toEqual([expect.objectContaining({ message })]);
    });

    it("answers 500 for one that had failed before it was sent", async () => {
      const source = new PassThrough();
      source.on("error", () => {});
      source.destroy(new Error("broken"));
      await new Promise((resolve) => source.once("close", resolve));
      const { server, log } = await serve(host, (_req, res) => res.send(source));
      expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
      expect(log.errors).toHaveLength(1);
    });

    it("is destroyed when the client leaves, without a word in the log", async () => {
      const source = new PassThrough();
      source.write("part");
      const { server, log } = await serve(host, (_req, res) => res.send(source));
      const connection = await open(server, requestText());
      await connection.until("part");
      connection.socket.destroy();
      await once(source, "close");
      expect(source.destroyed).toBe(true);
      expect(log.errors).toEqual([]);
    });

    it("is destroyed when the client has left before it is sent", async () => {
      const source = new PassThrough();
      const arrived = gate();
      const { server, log } = await serve(host, async (_req, res) => {
        arrived.open();
        await once(res, "close");
        res.send(source);
      });
      const connection = await open(server, requestText());
      await arrived.opened;
      connection.socket.destroy();
      await once(source, "close");
      expect(log.errors).toEqual([]);
    });
  });
});

import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { get, open, requestText } from "../../support/client.ts";
import { tagOfBytes, tagOfText } from "../../support/etag.ts";
import { hosts, serve } from "../../support/hosts.ts";

/** Bodies with the entity tags that Next 16.4.6 gave them. */
const TEXTS: [body: string, etag: string][] = [
  ["hello", '"2caikvdqo85"'],
  ["", '"78p3gz236i0"'],
  ["héllo 日本 😀", '"f13bxrhvkob"'],
  ["<p>hi</p>", '"kiqypda3km9"'],
  ["body", '"12jc540is014"'],
  ["first", '"lyzh93diho5"'],
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
      etag: tagOfBytes(bytes),
      "content-type": type,
      "content-length": "5",
    });
  });

  it("sends an empty Buffer", async () => {
    const { server } = await serve(host, (_req, res) => res.send(Buffer.alloc(0)));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({
      etag: tagOfBytes(Buffer.alloc(0)),
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

  it("returns undefined", async () => {
    const returned: unknown[] = [];
    const { server } = await serve(host, (_req, res) => {
      returned.push((res.send as (body: unknown) => unknown)("hello"));
    });
    await get(server);
    expect(returned).toEqual([undefined]);
  });
});

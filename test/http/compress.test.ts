import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { get } from "../support/client.ts";
import { answering, decoded, GZIP, TEXT } from "../support/decoded.ts";
import { tagOfText } from "../support/etag.ts";
import { bare, type Handler, inExpress, owned, serve } from "../support/hosts.ts";

type Response = Parameters<Handler>[1];

/** Ways of sending a text, and the length below which each is sent as it is. */
const WAYS: [name: string, send: (res: Response, text: string) => unknown, threshold: number][] = [
  ["send(text)", (res, text) => res.send(text), 1024],
  ["send(Buffer)", (res, text) => res.send(Buffer.from(text)), 1024],
  ["json", (res, text) => res.json(text.slice(2)), 1024],
  ["end", (res, text) => res.end(text), 1024],
  ["a Content-Length and end", (res, text) => res.setHeader("Content-Length", text.length).end(text), 1024],
  ["writeHead and end", (res, text) => res.writeHead(200, { "Content-Length": text.length }).end(text), 1024],
  ["write and end", (res, text) => (res.write(text), res.end()), 0],
  ["write of one byte and end", (res, text) => (res.write(text.slice(0, 1)), res.end(text.slice(1))), 0],
  ["writeHead, then end", (res, text) => res.writeHead(200, { "X-Head": "1" }).end(text), 0],
];

describe("compression", () => {
  describe.each(WAYS)("of a body by %s", (_name, send, threshold) => {
    it.each([1, 1023, 1024, 1025, 5000])("of %i bytes", async (length) => {
      const text = "x".repeat(length);
      const { server } = await serve(owned, (_req, res) => {
        res.setHeader("Content-Type", "text/plain");
        send(res, text);
      });
      const plain = await decoded(server, {});
      const answer = await decoded(server);
      expect(answer.coding).toBe(Math.max(length, plain.bytes.length) < threshold ? undefined : "gzip");
      expect(answer.text).toBe(plain.text);
      expect(answer.headers["etag"]).toBe(plain.headers["etag"]);
      expect(answer.headers["vary"]).toBe("Accept-Encoding");
      if (answer.coding !== undefined) expect(answer.headers).not.toHaveProperty("content-length");
    });
  });

  it.each(["public, no-transform", "no-transform", "max-age=1,No-Transform"])(
    "is not for Cache-Control: %s, and the answer does not vary",
    async (value) => {
      const { server } = await serve(
        owned,
        answering({ "Content-Type": "text/plain", "Cache-Control": value }),
      );
      const answer = await decoded(server);
      expect(answer).toMatchObject({ coding: undefined, text: TEXT });
      expect(answer.headers).not.toHaveProperty("vary");
    },
  );

  it("is for other Cache-Control", async () => {
    const headers = { "Content-Type": "text/plain", "Cache-Control": "no-store, no-transformers" };
    const { server } = await serve(owned, answering(headers));
    expect((await decoded(server)).coding).toBe("gzip");
  });

  it("leaves a body that the route has coded, but lets it vary", async () => {
    const bytes = deflateSync(TEXT);
    const headers = { "Content-Type": "text/plain", "Content-Encoding": "deflate" };
    const { server } = await serve(
      owned,
      answering(headers, Buffer.concat([bytes, Buffer.alloc(2000)]).subarray(0, bytes.length)),
    );
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: "deflate", text: TEXT });
    expect(answer.headers).toMatchObject({
      vary: "Accept-Encoding",
      "content-length": String(bytes.length),
    });
  });

  it("leaves a long body of another coding as it is", async () => {
    const { server } = await serve(
      owned,
      answering({ "Content-Type": "text/plain", "Content-Encoding": "x-own" }, Buffer.alloc(5000, 7)),
    );
    const answer = await decoded(server);
    expect(answer.coding).toBe("x-own");
    expect(answer.bytes).toEqual(Buffer.alloc(5000, 7));
  });

  it("takes the place of Content-Encoding: identity", async () => {
    const { server } = await serve(
      owned,
      answering({ "Content-Type": "text/plain", "Content-Encoding": "identity" }),
    );
    expect(await decoded(server)).toMatchObject({ coding: "gzip", text: TEXT });
  });

  const VARY: [own: string | string[], sent: string][] = [
    ["Origin", "Origin, Accept-Encoding"],
    [["Origin", "Cookie"], "Origin, Cookie, Accept-Encoding"],
    ["*", "*"],
    ["Origin, *", "Origin, *"],
    ["accept-encoding", "accept-encoding"],
    ["Origin, ACCEPT-ENCODING", "Origin, ACCEPT-ENCODING"],
    ["X-Accept-Encoding", "X-Accept-Encoding, Accept-Encoding"],
  ];

  it.each(VARY)("makes Vary: %s into %s", async (own, sent) => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain", Vary: own }));
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: "gzip", text: TEXT });
    expect(answer.headers["vary"]).toBe(sent);
  });

  it("keeps an ETag of the route's own, strong as it is", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.writeHead(200, { "Content-Type": "text/plain", ETag: '"own"' }).end(TEXT);
    });
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: "gzip", text: TEXT });
    expect(answer.headers["etag"]).toBe('"own"');
  });

  it("is not for HEAD, whose headers tell of the plain body and vary", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
    const answer = await decoded(server, { method: "HEAD", headers: GZIP });
    expect(answer).toMatchObject({ coding: undefined, text: "" });
    expect(answer.headers).toMatchObject({ vary: "Accept-Encoding", "content-length": "2000" });
  });

  it.each([204, 304])("is not for status %i", async (status) => {
    const { server } = await serve(owned, (_req, res) => {
      res.statusCode = status;
      res.setHeader("Content-Type", "text/plain");
      res.end(TEXT);
    });
    expect(await decoded(server)).toMatchObject({ status, coding: undefined, text: "" });
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it.each([
    ["status 206", 206, {}],
    ["Content-Range", 200, { "Content-Range": "bytes 0-9/10" }],
  ])("is not for an answer with %s (RFC 9110 section 14.1.2)", async (_name, status, headers) => {
    const { server } = await serve(owned, (_req, res) => {
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      res.setHeader("Content-Type", "text/plain");
      res.status(status).send(TEXT);
    });
    expect(await decoded(server)).toMatchObject({ status, coding: undefined, text: TEXT });
  });

  it.each([404, 500])("is for status %i too", async (status) => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.status(status).send(TEXT);
    });
    expect(await decoded(server)).toMatchObject({ status, coding: "gzip", text: TEXT });
  });

  it("is for any method, and heeds no x-no-compression", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
    const headers = { ...GZIP, "X-No-Compression": "1" };
    expect(await decoded(server, { method: "POST", headers })).toMatchObject({ coding: "gzip", text: TEXT });
  });

  it("is decided by the headers that writeHead takes", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "image/png");
      res.writeHead(200, ["Content-Type", "text/plain", "Vary", "Origin"]);
      res.end(TEXT);
    });
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: "gzip", text: TEXT });
    expect(answer.headers["vary"]).toBe("Origin, Accept-Encoding");
  });

  it("leaves no trace on a 500 that takes the place of the answer", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.statusCode = 99;
      res.end(TEXT);
    });
    const answer = await decoded(server);
    expect(answer).toMatchObject({ status: 500, coding: undefined, text: "Internal Server Error" });
  });

  it("is off, with Vary, by compress: false", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }), { compress: false });
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: undefined, text: TEXT });
    expect(answer.headers).not.toHaveProperty("vary");
    expect(answer.headers).toMatchObject({ "content-length": "2000", etag: tagOfText(TEXT) });
  });

  it.each([bare, inExpress])("is left to the host by $name", async (host) => {
    const { server } = await serve(host, answering({ "Content-Type": "text/plain" }));
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: undefined, text: TEXT });
    expect(answer.headers).not.toHaveProperty("vary");
  });
});

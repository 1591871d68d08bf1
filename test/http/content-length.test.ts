import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createFetch, createHandler, type ServerOptions } from "../../src/index.ts";
import { inject } from "../../src/testing/index.ts";
import { open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, type Host, hosts, keepLog, owned, serve } from "../support/hosts.ts";
import { http2Mount, middlewareMounts, rawMounts } from "../support/mounts.ts";
import { overHttp2 } from "../support/over.ts";
import { exchange } from "../support/wire.ts";

const TEXT = "größer";
const TWO = requestText() + requestText({ path: "/api/next", headers: { Connection: "close" } });

expectNothingEscapes();

const LONGER: [name: string, handler: Handler][] = [
  ["setHeader and end", (_req, res) => void res.setHeader("Content-Length", TEXT.length).end(TEXT)],
  ["writeHead and end", (_req, res) => void res.writeHead(200, { "Content-Length": TEXT.length }).end(TEXT)],
  [
    "write and end",
    (_req, res) => {
      res.setHeader("Content-Length", 6);
      res.write("gr");
      res.write(Buffer.from("öße"));
      res.write("more");
      res.end("r");
    },
  ],
  ["a Buffer", (_req, res) => void res.setHeader("Content-Length", 6).end(Buffer.from(TEXT))],
  [
    "a stream",
    (_req, res) => void Readable.from(["gr", "öß", "er"]).pipe(res.setHeader("Content-Length", 6)),
  ],
  [
    "a stream behind writeHead",
    (_req, res) =>
      void Readable.from([Buffer.from("größer"), "more"]).pipe(res.writeHead(200, { "Content-Length": 6 })),
  ],
  ["an encoding", (_req, res) => void res.setHeader("Content-Length", 6).end("67726fc39f6572", "hex")],
];

const SHORTER: [name: string, handler: Handler][] = [
  ["setHeader and end", (_req, res) => void res.setHeader("Content-Length", 10).end("12345")],
  ["writeHead and end", (_req, res) => void res.writeHead(200, { "Content-Length": 10 }).end("12345")],
  ["a stream", (_req, res) => void Readable.from(["123", "45"]).pipe(res.setHeader("Content-Length", 10))],
  ["an empty stream", (_req, res) => void Readable.from([]).pipe(res.setHeader("Content-Length", 10))],
  ["an end without a body", (_req, res) => void res.setHeader("Content-Length", 10).end()],
  [
    "write and end",
    (_req, res) => {
      res.setHeader("Content-Length", 10).write("123");
      setImmediate(() => res.end("45"));
    },
  ],
];

const mounted: Host[] = [...middlewareMounts, ...rawMounts]
  .filter(({ name }) => name !== "node:http")
  .map(({ name, start }) => ({ name, start: (options) => start(createHandler(options)) }));

describe.each([...hosts, ...mounted])("a body and its Content-Length in $name", (host) => {
  it.each(LONGER)("are cut to the length where the body is longer, by %s", async (_name, handler) => {
    const { server } = await serve(host, handler, { compress: false });
    const wire = await exchange(server, TWO);
    expect(wire).toMatch(/content-length: 6\r\n/i);
    const [, body = ""] = wire.split("\r\n\r\n");
    expect(Buffer.byteLength(body, "latin1")).toBe(6);
    expect(wire).not.toContain("next");
  });

  it.each(SHORTER)("end the connection where the body is shorter, by %s", async (_name, handler) => {
    const { server } = await serve(host, handler, { compress: false });
    const { end } = await open(server, TWO);
    const wire = await end();
    expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(wire).toMatch(/content-length: 10\r\n/i);
    expect(wire).not.toContain("next");
  });

  it("are right where they agree, for HEAD, and where there is no body", async () => {
    const { server } = await serve(host, (req, res) => {
      if (req.query["status"] !== undefined) res.status(Number(req.query["status"]));
      res.setHeader("Content-Length", 5);
      if (req.query["empty"] === undefined) res.write("123");
      res.end(req.query["empty"] === undefined ? "45" : undefined);
    });
    const wire = await exchange(
      server,
      requestText() +
        requestText({ method: "HEAD", path: "/api/test?empty" }) +
        requestText({ path: "/api/test?status=304&empty" }) +
        requestText({ path: "/api/next", headers: { Connection: "close" } }),
    );
    expect(wire).toMatch(/12345HTTP[^]*HTTP[^]*HTTP[^]*next$/);
  });

  it.skipIf(mounted.includes(host))("are reported with the file in development", async () => {
    const { server, log } = await serve(host, LONGER[0]![1], { dev: true });
    await exchange(server, requestText());
    expect(log.warnings).toEqual([
      expect.stringMatching(/^\/api\/test: the body has at least 8 bytes, its Content-Length says 6\./),
    ]);
  });
});

/** Where there is no connection that could be closed, a body that is too short is an error for who reads it. */
describe("a body and its Content-Length", () => {
  const options = (handler: Handler): ServerOptions => ({
    dev: false,
    compress: false,
    logger: keepLog(),
    surviveUncaught: false,
    routes: { "/api/test": handler },
  });

  describe.each<[name: string, read: (handler: Handler) => Promise<string>]>([
    [
      "createFetch",
      async (handler) =>
        (await createFetch(options(handler))(new Request("http://localhost/api/test"))).text(),
    ],
    ["inject", async (handler) => (await inject(await owned.start(options(handler)), "/api/test")).payload],
    [
      "inject of a handler",
      async (handler) => (await inject(createHandler(options(handler)), "/api/test")).payload,
    ],
  ])("over %s", (_name, read) => {
    it.each(LONGER)("are cut to the length, by %s", async (_case, handler) => {
      expect(Buffer.byteLength(await read(handler))).toBe(6);
    });

    it.each(SHORTER)("are an error where the body is shorter, by %s", async (_case, handler) => {
      await expect(read(handler)).rejects.toThrow(/cut off|aborted/);
    });
  });

  it("over HTTP/2 are right where a route writes empty bytes behind a text", async () => {
    const handler: Handler = (_req, res) => void Readable.from(["gr", "öß", Buffer.alloc(0), "er"]).pipe(res);
    const { text } = await overHttp2(await http2Mount.start(createHandler(options(handler))), {
      path: "/api/test",
    });
    expect(text).toBe("größer");
  });

  describe("over HTTP/2", () => {
    const start = (handler: Handler) => http2Mount.start(createHandler(options(handler)));

    it.each(LONGER)("are cut to the length, by %s", async (_case, handler) => {
      const { text } = await overHttp2(await start(handler), { path: "/api/test" });
      expect(Buffer.byteLength(text)).toBe(6);
    });

    it.each(SHORTER)(
      "are an error of the stream where the body is shorter, by %s",
      async (_case, handler) => {
        await expect(overHttp2(await start(handler), { path: "/api/test" })).rejects.toThrow();
      },
    );
  });
});

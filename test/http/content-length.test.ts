import { describe, expect, it } from "vitest";
import { open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, serve } from "../support/hosts.ts";
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
  ["an encoding", (_req, res) => void res.setHeader("Content-Length", 6).end("67726fc39f6572", "hex")],
];

const SHORTER: [name: string, handler: Handler][] = [
  ["setHeader and end", (_req, res) => void res.setHeader("Content-Length", 10).end("12345")],
  ["writeHead and end", (_req, res) => void res.writeHead(200, { "Content-Length": 10 }).end("12345")],
  ["an end without a body", (_req, res) => void res.setHeader("Content-Length", 10).end()],
  [
    "write and end",
    (_req, res) => {
      res.setHeader("Content-Length", 10).write("123");
      setImmediate(() => res.end("45"));
    },
  ],
];

describe.each(hosts)("a body and its Content-Length in $name", (host) => {
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

  it("are reported with the file in development", async () => {
    const { server, log } = await serve(host, LONGER[0]![1], { dev: true });
    await exchange(server, requestText());
    expect(log.warnings).toEqual([
      expect.stringMatching(/^\/api\/test: the body has at least 8 bytes, its Content-Length says 6\./),
    ]);
  });
});

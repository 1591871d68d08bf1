import { describe, expect, it } from "vitest";
import { createHandler } from "../../src/index.ts";
import { gate, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, type Host, hosts, owned, serve } from "../support/hosts.ts";
import { middlewareMounts, rawMounts } from "../support/mounts.ts";
import { readStrictly } from "../support/strict.ts";
import { exchange } from "../support/wire.ts";

const NEXT = requestText({ path: "/api/next", headers: { Connection: "close" } });

expectNothingEscapes();

type Value = number | string | string[];

/** Fields that say nothing that a client could go by. */
const INVALID: [name: string, value: Value][] = [
  ["Content-Length", "abc"],
  ["Content-Length", -1],
  ["Content-Length", Number.NaN],
  ["content-length", 1.5],
  ["Content-Length", "0x5"],
  ["Content-Length", "5, 5"],
  ["Content-Length", ["5", "5"]],
  ["Content-Length", "9".repeat(30)],
  ["Transfer-Encoding", "identity"],
  ["Transfer-Encoding", "gzip"],
  ["transfer-encoding", "gzip, chunked"],
  ["Transfer-Encoding", ["chunked", "chunked"]],
];

/** How a route may set a header. */
const WAYS: [way: string, set: (res: Parameters<Handler>[1], name: string, value: Value) => unknown][] = [
  ["setHeader", (res, name, value) => res.setHeader(name, value)],
  ["appendHeader", (res, name, value) => res.appendHeader(name, String(value))],
  ["writeHead with an object", (res, name, value) => res.writeHead(200, { [name]: value })],
  ["writeHead with a list", (res, name, value) => res.writeHead(200, [name, value])],
];

const mounted: Host[] = [...middlewareMounts, ...rawMounts]
  .filter(({ name }) => name !== "node:http")
  .map(({ name, start }) => ({ name, start: (options) => start(createHandler(options)) }));

describe.each([...hosts, ...mounted])("where a body ends, in $name", (host) => {
  it.each(INVALID)("is not for %s: %s to say", async (name, value) => {
    const { server } = await serve(host, (req, res) => {
      WAYS[Number(req.query["way"])]![1](res, name, value);
      if (req.query["write"] !== undefined) res.write("he");
      res.end(req.query["write"] === undefined ? "hello" : "llo");
    });
    for (const way of WAYS.keys()) {
      for (const query of [`?way=${way}`, `?way=${way}&write`]) {
        // oxlint-disable-next-line no-await-in-loop -- one connection at a time
        const wire = await exchange(server, requestText({ path: `/api/test${query}` }) + NEXT);
        expect([query, ...lengthsOf(wire)]).toEqual([query, expect.stringMatching(/^(?:5|chunked)$/)]);
        expect(wire).toMatch(
          /\r\n\r\n(?:hello|2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n|5\r\nhello\r\n0\r\n\r\n)HTTP\/1\.1 200 OK\r\n[^]*next$/,
        );
      }
    }
  });

  it("is said once where a route sends both a length and chunks", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(200, { "Content-Length": 5, "Transfer-Encoding": "chunked" });
      res.end("hello");
    });
    const wire = await exchange(server, requestText() + NEXT);
    expect(lengthsOf(wire)).toEqual(["chunked"]);
    expect(wire).toMatch(/\r\n\r\n5\r\nhello\r\n0\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*next$/);
  });

  it("is said once where a route appends a second length", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.appendHeader("Content-Length", "3").appendHeader("content-length", "5").end("hello");
    });
    const wire = await exchange(server, requestText() + NEXT);
    expect(lengthsOf(wire)).toEqual(["5"]);
    expect(wire).toMatch(/\r\n\r\nhelloHTTP\/1\.1 200 OK\r\n[^]*next$/);
  });

  it.each([204, 304])(
    "is not said where there is no body, in the error about the header of a %d",
    async (status) => {
      const { server } = await serve(host, (req, res) => {
        if (req.query["trailer"] === undefined) {
          res.writeHead(status, { "x-name": "two\nlines" });
        } else {
          res.statusCode = status;
          res.setHeader("Trailer", "x-name");
          res.write("hello");
        }
      });
      for (const query of ["", "?trailer"]) {
        // oxlint-disable-next-line no-await-in-loop -- one connection at a time
        const wire = await exchange(server, requestText({ path: `/api/test${query}` }) + NEXT);
        expect(readStrictly(wire, ["GET", "GET"]).map(({ body }) => body)).toEqual([
          "Internal Server Error",
          "next",
        ]);
      }
    },
  );

  it("is the end of the connection for HTTP/1.0, which has no chunks", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Transfer-Encoding", "chunked").write("he");
      res.end("llo");
    });
    const wire = await exchange(server, requestText({ version: "1.0" }));
    expect(lengthsOf(wire)).toEqual([]);
    expect(wire).toMatch(/\r\n\r\nhello$/);
  });

  it.each([204, 304])("is not said by a %d, whatever its route sets", async (status) => {
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(status, { "Content-Length": 5, "Transfer-Encoding": "chunked" });
      res.end("hello");
    });
    const wire = await exchange(server, requestText() + NEXT);
    expect(lengthsOf(wire)).toEqual([]);
    expect(wire).toMatch(/^HTTP\/1\.1 \d04 [^]*?\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*next$/);
  });

  it.each([100, 101, 102, 103, 199])("%d is no status of an answer", async (status) => {
    const { server, log } = await serve(host, (req, res) => {
      if (req.query["json"] === undefined) res.writeHead(status).end();
      else res.status(status).json({});
    });
    for (const query of ["", "?json"]) {
      // oxlint-disable-next-line no-await-in-loop -- one connection at a time
      const wire = await exchange(server, requestText({ path: `/api/test${query}` }) + NEXT);
      expect(wire).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n[^]*HTTP\/1\.1 200 OK\r\n[^]*next$/);
    }
    expect(String(log.errors[0])).toContain(`The status ${status} cannot be that of an answer`);
  });
});

it.each(["100", "102", "103"])(
  "a %s of a pipelined request is not in the body of its answer",
  async (interim) => {
    const held = gate();
    const { server } = await serve(
      owned,
      async (req, res) => {
        if (req.query["first"] !== undefined) {
          await held.opened;
          res.end("first");
          return;
        }
        if (interim === "102") res.writeProcessing();
        if (interim === "103") res.writeEarlyHints({ link: "</a>; rel=preload" });
        res.end(Buffer.from("bytes"));
        held.open();
      },
      { compress: false },
    );
    const wire = await exchange(
      server,
      requestText({ path: "/api/test?first" }) + requestText({ headers: { Expect: "100-continue" } }) + NEXT,
    );
    expect(readStrictly(wire, ["GET", "GET", "GET"]).map(({ body }) => body)).toEqual([
      "first",
      "bytes",
      "next",
    ]);
  },
);

it("a client that waits for 100 Continue in a pipeline gets it in its turn", async () => {
  const held = gate();
  const { server } = await serve(owned, async (req, res) => {
    if (req.query["first"] !== undefined) await held.opened;
    res.send(req.body);
  });
  const headers = {
    Expect: "100-continue",
    "Content-Length": "4",
    "Content-Type": "text/plain",
    Connection: "close",
  };
  const { socket, until, end } = await open(
    server,
    requestText({ path: "/api/test?first" }) + requestText({ method: "POST", headers }),
  );
  held.open();
  await until("HTTP/1.1 100 Continue");
  socket.write("body");
  expect(await end()).toMatch(/body$/);
});

it("a header that is not sent is reported with its file in development", async () => {
  const { server, log } = await serve(
    hosts[0]!,
    (_req, res) => void res.setHeader("Content-Length", "abc").setHeader("Transfer-Encoding", "gzip").end(),
    { dev: true },
  );
  await exchange(server, requestText() + NEXT);
  expect(log.warnings).toEqual([
    "/api/test: the header Content-Length: abc is invalid, and is not sent. Leave it out, or set it to Buffer.byteLength(text).",
    "/api/test: the header Transfer-Encoding: gzip is invalid, and is not sent. Leave it out.",
  ]);
});

/** What the first answer says about its length. */
function lengthsOf(wire: string): string[] {
  const [head = ""] = wire.split("\r\n\r\n");
  return [...head.matchAll(/^(?:content-length|transfer-encoding): (.*)$/gim)].map(([, value]) =>
    value!.trim(),
  );
}

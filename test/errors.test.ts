import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { ApiError } from "../src/index.ts";
import { arrivingOn, get, open, requestText } from "./client.ts";
import { expectNothingEscapes } from "./escaped.ts";
import { hosts, owned, serve } from "./hosts.ts";
import { hostile, revoked, trap } from "./hostile.ts";
import { thenable } from "./thenable.ts";

const CLOSE = { Connection: "close" };

expectNothingEscapes();

const THROWN: [name: string, make: () => unknown][] = [
  ["an Error", () => new Error("secret")],
  ["a TypeError", () => new TypeError("secret")],
  ["a string", () => "secret"],
  ["a number", () => 7],
  ["a symbol", () => Symbol("secret")],
  ["undefined", () => undefined],
  ["null", () => null],
  ["an object", () => ({ secret: 1 })],
  ["an Error with statusCode 404", () => Object.assign(new Error("secret"), { statusCode: 404 })],
  ["an Error with status 403", () => Object.assign(new Error("secret"), { status: 403, expose: true })],
  ["an object with statusCode 418", () => ({ statusCode: 418, message: "secret" })],
  ["an Error with a code", () => Object.assign(new Error("secret"), { code: "ENOENT" })],
  ["an Error with headers", () => Object.assign(new Error("secret"), { headers: { "X-Own": "1" } })],
  ["a frozen Error", () => Object.freeze(new Error("secret"))],
  ["an Error whose message throws", () => Object.defineProperty(new Error("x"), "message", { get: trap })],
  ["an Error whose stack throws", () => Object.defineProperty(new Error("x"), "stack", { get: trap })],
  ["a Proxy whose traps throw", hostile],
  ["a revoked Proxy", revoked],
];

const WAYS: [name: string, fail: (value: unknown) => unknown][] = [
  [
    "thrown",
    (value) => {
      throw value;
    },
  ],
  ["rejected", (value) => Promise.reject(value)],
  [
    "thrown after an await",
    async (value) => {
      await Promise.resolve();
      throw value;
    },
  ],
  ["rejected by a thenable", (value) => thenable((_, reject) => reject(value))],
  [
    "rejected by a function with then",
    (value) =>
      thenable(
        (_, reject) => reject(value),
        () => {},
      ),
  ],
  [
    "thrown by a thenable",
    (value) =>
      thenable(() => {
        throw value;
      }),
  ],
];

describe.each(hosts)("a failing route in $name", (host) => {
  describe.each(WAYS)("with something %s", (_way, fail) => {
    it.each(THROWN)("answers a plain 500 for %s, and logs it", async (_name, make) => {
      const value = make();
      const { server, log } = await serve(host, () => fail(value));
      const answer = await get(server);
      expect(answer).toMatchObject({
        status: 500,
        statusText: "Internal Server Error",
        text: "Internal Server Error",
      });
      expect(answer.headers).not.toHaveProperty("content-type");
      expect(answer.headers).not.toHaveProperty("x-own");
      expect(log.errors).toHaveLength(1);
      expect(Object.is(log.errors[0], value)).toBe(true);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    });
  });

  it.each(THROWN)("answers 500 for %s by a logger that looks at it", async (_name, make) => {
    const stderr = new PassThrough();
    const arriving = arrivingOn(stderr);
    const logger = new Console({ stdout: new PassThrough(), stderr });
    const { server } = await serve(
      host,
      () => {
        throw make();
      },
      { logger },
    );
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    await arriving.until("\n");
  });

  it("answers 500 though the logger throws", async () => {
    const logger = { error: trap, warn: trap };
    const { server } = await serve(
      host,
      (req, res) => {
        if (req.query["after"] === undefined) throw new Error("broken");
        res.end("first");
        res.end("second");
      },
      { logger },
    );
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect((await get(server, { path: "/api/test?after" })).text).toBe("first");
  });

  it("answers 500 for a class, which cannot be called", async () => {
    const { server } = await serve(host, Map as never);
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
  });

  it("overwrites status and status text, and keeps the headers that are not about the body", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.statusCode = 201;
      res.statusMessage = "Made";
      for (const name of ["Content-Type", "Content-Encoding", "ETag", "X-Before", "Trailer"]) {
        res.setHeader(name, name === "Content-Encoding" ? "gzip" : "x/y");
      }
      res.setHeader("Content-Length", 5);
      res.setHeader("Set-Cookie", ["a=1", "b=2"]);
      res.setHeader("Cache-Control", "no-store");
      throw new Error("broken");
    });
    const connection = await open(server, requestText({ headers: CLOSE }));
    const wire = await connection.end();
    expect(wire).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
    expect(wire).not.toMatch(/content-type|content-encoding|etag|trailer|transfer-encoding/i);
    expect(wire).toContain("\r\nX-Before: x/y\r\n");
    expect(wire).toContain("\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
    expect(wire).toContain("\r\nCache-Control: no-store\r\n");
    expect(wire).toMatch(/\r\nContent-Length: 21\r\n[^]*\r\n\r\nInternal Server Error$/);
  });

  it("tells no body to HEAD", async () => {
    const { server } = await serve(host, () => trap());
    const connection = await open(server, requestText({ method: "HEAD", headers: CLOSE }));
    expect(await connection.end()).toMatch(/^HTTP\/1\.1 500 [^]*\r\n\r\n$/);
  });

  it("lets a thrown ApiError choose its status, and does not log it", async () => {
    const { server, log } = await serve(host, () => {
      throw new ApiError(413, "BODY_TOO_LARGE", "Body exceeded 1kb limit");
    });
    const answer = await get(server);
    expect(answer).toMatchObject({
      status: 413,
      statusText: "Body exceeded 1kb limit",
      text: "Body exceeded 1kb limit",
    });
    expect(log.errors).toEqual([]);
  });

  it.each(["größer – 日本", "a\r\nX-Injected: 1"])("sends the message %j as body only", async (message) => {
    const { server } = await serve(host, () => {
      throw new ApiError(413, "BODY_TOO_LARGE", message);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 413, statusText: "Payload Too Large", text: message });
    expect(answer.headers).not.toHaveProperty("x-injected");
  });

  it("answers all that is pipelined behind it, in order", async () => {
    const { server } = await serve(host, async (req) => {
      if (req.query["async"] !== undefined) await new Promise(setImmediate);
      throw new Error("broken");
    });
    const next = requestText({ path: "/api/next" });
    const connection = await open(
      server,
      requestText({ path: "/api/test?async" }) +
        next +
        requestText() +
        requestText({ path: "/api/none" }) +
        requestText({ path: "/api/next", headers: CLOSE }),
    );
    const statuses = (await connection.end()).match(/HTTP\/1\.1 \d+/g);
    expect(statuses).toEqual(["500", "200", "500", "404", "200"].map((status) => `HTTP/1.1 ${status}`));
  });

  it("keeps the connection after a refused body", async () => {
    const { server } = await serve(host, (_req, res) => res.send("parsed"));
    const bad =
      "POST /api/test HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{";
    const connection = await open(server, bad + requestText({ path: "/api/next", headers: CLOSE }));
    expect(await connection.end()).toMatch(
      /^HTTP\/1\.1 400 Invalid JSON\r\n[^]*Invalid JSON[^]*HTTP\/1\.1 200 [^]*next/,
    );
  });
});

describe("createServer", () => {
  it("answers 500 where Content-Encoding was set, in plain text", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.setHeader("Content-Encoding", "gzip");
      throw new Error("broken");
    });
    const answer = await get(server, { headers: { "Accept-Encoding": "gzip" } });
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-encoding");
  });
});

import { describe, expect, it } from "vitest";
import { ApiError } from "../../src/index.ts";
import { get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { trap } from "../support/hostile.ts";
import { hosts, owned, serve } from "../support/hosts.ts";

const CLOSE = { Connection: "close" };

expectNothingEscapes();

describe.each(hosts)("the answer of a failing route in $name", (host) => {
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

  it.each([undefined, () => {}])(
    "loses the connection when even the 500 cannot be sent: %#",
    async (onError) => {
      const { server, log } = await serve(
        host,
        (_req, res) => {
          res.end = () => {
            throw new Error("spoilt");
          };
          throw new Error("broken");
        },
        onError === undefined ? {} : { onError },
      );
      const connection = await open(server, requestText());
      expect(await connection.end()).toBe("");
      expect(log.errors).toEqual([new Error("broken"), new Error("spoilt")]);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    },
  );

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

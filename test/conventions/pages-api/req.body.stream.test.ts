import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import getRawBody from "raw-body";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { type Host, hosts, keepLog } from "../../support/hosts.ts";
import { type Api, expectBody, echoBody, limited, expectSeen } from "../../support/post.ts";
import { answersOf, exchange, open } from "../../support/wire.ts";

const HELLO = "GET /api/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

describe.each(hosts)("req.body in $name", (host) => {
  describe("that was announced with Expect: 100-continue", () => {
    it.each([
      ["sent", 200],
      ["sent too long", 413],
    ])("is asked for, then answered: %s", async (sent, status) => {
      const routes = { "/api/route": { default: echoBody, config: { api: limited(4) } } };
      const server = await host.start({ routes });
      const wire = await exchange(
        server,
        `POST /api/route HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${sent.length}\r\n\r\n${sent}`,
      );
      expect(answersOf(wire)).toMatchObject([{ status: 100 }, { status }]);
    });
  });

  describe("that never comes whole", () => {
    it.each([
      ["a client that leaves", "Content-Length: 100", "part"],
      ["a client that leaves in a chunk", "Transfer-Encoding: chunked", "64\r\npart"],
    ])("calls nothing and logs nothing: %s", async (_case, header, part) => {
      const { server, calls, logger } = await watched(host);
      const socket = open(server);
      const arrived = once(server, "request");
      socket.write(`POST /api/route HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n${part}`);
      const [req] = (await arrived) as [NodeJS.ReadableStream];
      const closed = once(req, "close").catch(() => {});
      socket.destroy();
      await closed;
      await new Promise((resolve) => setImmediate(resolve));
      expect([calls, logger.errors, logger.warnings]).toEqual([[], [], []]);
      await request(server).get("/api/route").expect(200);
    });

    it("is answered by Node where its chunks are malformed", async () => {
      const { server, calls, logger } = await watched(host);
      const wire = await exchange(
        server,
        "POST /api/route HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
      );
      expect(answersOf(wire)).toMatchObject([{ status: 400, statusText: "Bad Request", body: "" }]);
      expect([calls, logger.errors]).toEqual([[], []]);
    });
  });

  describe("with bodyParser false", () => {
    const off = { bodyParser: false } as const;

    it("is absent, and the stream is left to the route", async () => {
      const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
      const type = "application/json; charset=bogus";
      const look = async (req: IncomingMessage): Promise<unknown> => [
        "body" in req,
        req.readableDidRead,
        await getRawBody(req, { length: req.headers["content-length"] ?? null }),
      ];
      expect(await expectSeen(host, look, { sent: bytes, type, api: off })).toEqual([false, false, bytes]);
    });

    it("has no limit", async () => {
      const length = async (req: IncomingMessage): Promise<number> => (await getRawBody(req)).length;
      expect(await expectSeen(host, length, { sent: "x".repeat(1_500_000), api: off })).toBe(1_500_000);
    });

    it("may be left unread, and the connection goes on", async () => {
      const server = await host.start({
        routes: {
          "/api/hello": (_req, res) => res.send("hello"),
          "/api/route": { default: (_req, res) => res.send("unread"), config: { api: off } },
        },
      });
      const unread = `POST /api/route HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n${"x".repeat(50_000)}`;
      expect(answersOf(await exchange(server, unread + HELLO))).toMatchObject([
        { body: "unread" },
        { body: "hello" },
      ]);
    });
  });

  it.each([null, 0, true, "false", ""])("is parsed with bodyParser %j", async (bodyParser) => {
    const config = { bodyParser } as unknown as Api;
    expect(await expectBody(host, "[1]", "application/json", config)).toEqual([1]);
  });
});

/** A server that keeps what its route and its onError are called with. */
async function watched(host: Host) {
  const calls: (string | undefined)[] = [];
  const logger = keepLog();
  const server = await host.start({
    logger,
    onError: (_error, { req }) => calls.push(`onError of ${req.method}`),
    routes: {
      "/api/route"(req, res) {
        calls.push(req.method);
        res.end();
      },
    },
  });
  return { server, calls, logger };
}

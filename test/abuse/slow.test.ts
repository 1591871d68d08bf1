import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer, type ServerOptions } from "../../src/index.ts";
import { requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { keepLog, listen } from "../support/hosts.ts";
import { exchange, nextData, open, portOf } from "../support/wire.ts";
import { expectNoConnections } from "./connections.ts";

expectNothingEscapes();

const CLIENTS = 100;
/** Below the time limits, so that a connection is never without news. */
const PAUSE_MS = 20;
const LIMITS = { headersTimeout: 300, requestTimeout: 600 } as const;

/** What comes at once, and what follows, a piece at a time, for ever. */
const TRICKLES: [what: string, head: string, piece: string][] = [
  ["the bytes of a header", "GET /api/test HTTP/1.1\r\nHost: a\r\nX-Slow: ", "x"],
  ["headers", "GET /api/test HTTP/1.1\r\nHost: a\r\n", "X-Slow: 1\r\n"],
  ["a request line", "GET /api/test?", "x"],
  ["empty lines before a request", "", "\r\n"],
  ["a body", requestText({ method: "POST", headers: { "Content-Length": "1000000" } }), "x"],
  [
    "the chunks of a body",
    requestText({ method: "POST", headers: { "Transfer-Encoding": "chunked" } }),
    "1\r\nx\r\n",
  ],
  [
    "a chunk extension",
    `${requestText({ method: "POST", headers: { "Transfer-Encoding": "chunked" } })}1;`,
    "x",
  ],
  [
    "trailers",
    `${requestText({ method: "POST", headers: { "Transfer-Encoding": "chunked" } })}0\r\n`,
    "X-Slow: 1\r\n",
  ],
];

describe("a hundred clients that send, piece by piece,", () => {
  it.each(TRICKLES)("%s are closed in time, and the others are served", async (_what, head, piece) => {
    const { server, calls, log } = await start(LIMITS);
    const clients = Array.from({ length: CLIENTS }, () => trickle(portOf(server), head, piece));
    const all = Promise.all(clients);
    let served = 0;
    const wrong: string[] = [];
    let over = false;
    void all.then(() => (over = true));
    // Its requests come in one piece each, on a connection that is there already, so that none can be late itself.
    const other = open(server);
    while (!over) {
      other.write(requestText({ path: "/api/other" }));
      const answer = await nextData(other);
      if (!/^HTTP\/1\.1 200 OK\r\n[^]*other$/.test(answer)) wrong.push(answer);
      served += 1;
      // No faster than a piece of the slow ones: else this client alone would fill a processor.
      await setTimeout(PAUSE_MS);
    }
    other.destroy();
    // What Node has said may be lost with the reset that answers the next piece.
    for (const text of await all) expect(text).toMatch(/^(?:HTTP\/1\.1 408 Request Timeout\r\n|$)/);
    expect(wrong).toEqual([]);
    expect(served).toBeGreaterThan(0);
    await expectNoConnections(server);
    expect([calls, log.errors, log.warnings]).toEqual([[], [], []]);
  });
});

describe("a route that reads the stream itself", () => {
  it("is told that a slow client was closed", async () => {
    const { server, log } = await start(LIMITS);
    const head = requestText({ method: "POST", path: "/api/raw", headers: { "Content-Length": "1000000" } });
    await trickle(portOf(server), head, "x");
    await expect.poll(() => log.errors).toMatchObject([{ code: "ECONNRESET" }]);
    await expectNoConnections(server);
  });
});

describe("a slow client that is in time", () => {
  it("is served", async () => {
    const { server } = await start({ headersTimeout: 10_000, requestTimeout: 20_000 });
    const socket = open(server);
    const request = requestText({
      method: "POST",
      headers: { "Content-Length": "4", "Content-Type": "text/plain", Connection: "close" },
    });
    for (const byte of `${request}slow`) {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    const answer = (await socket.setEncoding("latin1").toArray()).join("");
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nslow$/);
  });
});

describe("a client that does not read its answer", () => {
  it("is closed where the server has a timeout for silence, which Node has off by default", async () => {
    const { server } = await start({});
    expect(server.timeout).toBe(0);
    server.setTimeout(200);
    const socket = open(server).pause();
    const closed = new Promise((resolve) => {
      server.once("request", (_req, res) => res.once("close", resolve));
    });
    socket.write(requestText({ path: "/api/large" }));
    await closed;
    await expectNoConnections(server);
    expect(await exchange(server, requestText({ headers: { Connection: "close" } }))).toMatch(/ 200 OK/);
  });
});

async function start(options: ServerOptions) {
  const calls: string[] = [];
  const log = keepLog();
  const server = createServer({
    ...options,
    dev: false,
    logger: log,
    surviveUncaught: false,
    routes: {
      "/api/test": (req, res) => {
        calls.push(req.url!);
        res.send(req.body);
      },
      "/api/raw": {
        config: { api: { bodyParser: false } },
        default: async (req, res) => {
          for await (const _ of req);
          res.end();
        },
      },
      "/api/other": (_req, res) => res.send("other"),
      "/api/large": (_req, res) => res.send(Buffer.alloc(32 * 1024 * 1024)),
    },
  });
  return { server: await listen(server), calls, log };
}

/** Sends pieces until the server closes the connection, and gives what it has said. */
async function trickle(port: number, head: string, piece: string): Promise<string> {
  const socket: Socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  socket.on("error", () => {});
  socket.write(head);
  const timer = setInterval(() => socket.write(piece), PAUSE_MS);
  onTestFinished(() => void socket.destroy());
  socket.once("close", () => clearInterval(timer));
  await once(socket, "close").catch(() => {});
  return text;
}

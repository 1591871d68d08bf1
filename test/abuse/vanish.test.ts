import { once } from "node:events";
import { createServer as createHttpServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createHandler, type ServerOptions } from "../../src/index.ts";
import { gate, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, keepLog, listen } from "../support/hosts.ts";
import { site } from "../support/site.ts";
import { exchange } from "../support/wire.ts";
import { attacked } from "./attacked.ts";
import { expectNoConnections } from "./connections.ts";

expectNothingEscapes();

const POST = { method: "POST" } as const;
const LARGE = Buffer.alloc(8 * 1024 * 1024);

/** How far a client gets: what it sends, and what it then waits for. */
const STAGES: [stage: string, sent: string, until?: string][] = [
  ["before it says anything", ""],
  ["in the request line", "GET /api/te"],
  ["in its headers", "GET /api/test HTTP/1.1\r\nHost: a.te"],
  ["before its body", requestText({ ...POST, headers: { "Content-Length": "1000" } })],
  ["in its body", `${requestText({ ...POST, headers: { "Content-Length": "1000" } })}part`],
  ["in a chunk", `${requestText({ ...POST, headers: { "Transfer-Encoding": "chunked" } })}64\r\npart`],
  ["between chunks", `${requestText({ ...POST, headers: { "Transfer-Encoding": "chunked" } })}4\r\npart\r\n`],
  [
    "before it goes on",
    requestText({ ...POST, headers: { "Content-Length": "1000", Expect: "100-continue" } }),
    "100 Continue",
  ],
  [
    "while a refused body is dropped",
    `${requestText({ ...POST, path: "/api/small", headers: { "Content-Length": "1000" } })}part`,
    "413",
  ],
  [
    "while a route reads its body",
    `${requestText({ ...POST, path: "/api/raw", headers: { "Content-Length": "1000" } })}part`,
  ],
  ["while a route works", requestText({ path: "/api/held" })],
  ["behind a request that is held", requestText({ path: "/api/held" }) + requestText({ path: "/api/held" })],
  ["in the middle of a stream", requestText({ path: "/api/stream" }), "first"],
  [
    "in the middle of a compressed stream",
    requestText({ path: "/api/text", headers: { "Accept-Encoding": "gzip" } }),
    "200 OK",
  ],
  ["in the middle of a large answer", requestText({ path: "/api/large" }), "200 OK"],
  ["in the middle of a source", requestText({ path: "/api/source" }), "200 OK"],
  ["after its answer", requestText({ path: "/api/test" }), "done"],
];

const WAYS: [way: string, leave: (socket: Socket) => void][] = [
  ["by closing", (socket) => void socket.destroy()],
  ["by a reset", (socket) => void socket.resetAndDestroy()],
  ["half, then wholly", (socket) => void socket.end(() => setImmediate(() => socket.destroy()))],
];

describe.each([...hosts, site])("a client that leaves in $name", (host) => {
  describe.each(WAYS)("%s", (_way, leave) => {
    it.each(STAGES)("%s, leaves nothing behind", async (_stage, sent, until) => {
      const { server, log, running } = await start(host);
      let requests = 0;
      server.on("request", () => (requests += 1));
      const { socket, until: received } = await open(server, sent);
      await expect.poll(() => requests, { interval: 5 }).toBe(sent.split("\r\n\r\n").length - 1);
      if (until !== undefined) await received(until);
      leave(socket);
      await expectNoConnections(server);
      await expect.poll(running, { interval: 10 }).toBe(0);
      // The route that reads for itself is told by its stream, and fails with that.
      for (const error of log.errors) expect(error).toMatchObject({ code: "ECONNRESET" });
      expect(log.warnings).toEqual([]);
      const answer = await exchange(server, requestText({ headers: { Connection: "close" } }));
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*done$/);
    });
  });

  // Node's `httpAllowHalfOpen` is off: who has closed his half counts as one who has left.
  it("closes its half, gets what was written by then", async () => {
    const { server, log, running } = await start(host);
    const answered = await open(server, requestText());
    await answered.until("done");
    answered.socket.end();
    expect(await answered.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*done$/);
    const begun = await open(server, requestText({ path: "/api/stream" }));
    await begun.until("first");
    begun.socket.end();
    expect(await begun.end()).toMatch(/first\r\n$/);
    await expectNoConnections(server);
    expect([running(), log.errors]).toEqual([0, []]);
  });
});

it("a client that leaves many requests of one connection behind aborts them all, and holds no shutdown", async () => {
  const count = 50;
  const aborted: unknown[] = [];
  const warnings: unknown[] = [];
  const keep = (warning: unknown): void => void warnings.push(warning);
  process.on("warning", keep);
  onTestFinished(() => void process.off("warning", keep));
  const begun = gate();
  let calls = 0;
  const handler = createHandler({
    dev: false,
    logger: keepLog(),
    routes: {
      "/api/held": async (req) => {
        calls += 1;
        if (calls === count) begun.open();
        await once(req.signal, "abort");
        aborted.push(req.signal.reason);
      },
    },
  });
  await handler.ready();
  const server = await listen(createHttpServer((req, res) => handler(req, res)));
  const { socket } = await open(server, requestText({ path: "/api/held" }).repeat(count));
  await begun.opened;
  socket.destroy();
  await expect.poll(() => aborted.length).toBe(count);
  expect(aborted).toEqual(Array(count).fill(expect.objectContaining({ name: "AbortError" })));
  expect(await handler.close()).toEqual({ cut: 0 });
  expect(warnings).toEqual([]);
});

it("hundreds of clients that leave, at every stage, leave the memory as it was", async () => {
  const { server, rest } = await attacked();
  const paths = ["ok", "large", "never", "stream", "endless", "echo", "raw"].map((name) => `/api/${name}`);
  const heads = paths.flatMap((path) => [
    `GET ${path}`,
    requestText({ path }),
    requestText({ ...POST, path, headers: { "Content-Length": "1000" } }),
    `${requestText({ ...POST, path, headers: { "Transfer-Encoding": "chunked" } })}4\r\npart\r\n`,
  ]);

  async function round(): Promise<void> {
    for (const head of heads) {
      const clients = WAYS.flatMap((way) => [way, way, way]).map(async ([_way, leave], index) => {
        const { socket } = await open(server, head);
        // Some stay until there is an answer, or at least the server has seen them.
        if (index % 3 > 0)
          await Promise.race([once(socket, "data"), new Promise((done) => setTimeout(done, 5))]);
        const closed = once(socket, "close");
        leave(socket);
        await closed.catch(() => {});
      });
      await Promise.all(clients);
    }
  }

  await round();
  const before = await rest();
  for (let count = 0; count < 4; count += 1) await round();
  const after = await rest();
  expect(after.escaped).toEqual([]);
  expect(after.logged.toSorted()).toEqual(["aborted"]);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(1024 * 1024);
});

async function start(host: (typeof hosts)[number]) {
  const log = keepLog();
  let running = 0;
  const done = gate();
  const counted =
    (handler: Handler): Handler =>
    (req, res) => {
      running += 1;
      res.once("close", () => (running -= 1));
      return handler(req, res);
    };
  const off = { api: { bodyParser: false as const } };
  const routes: NonNullable<ServerOptions["routes"]> = {
    "/api/test": counted((_req, res) => res.send("done")),
    "/api/small": {
      default: counted((_req, res) => res.end()),
      config: { api: { bodyParser: { sizeLimit: 10 } } },
    },
    "/api/raw": {
      config: off,
      default: counted(async (req, res) => {
        for await (const _ of req);
        res.end();
      }),
    },
    "/api/held": counted(() => done.opened),
    "/api/stream": counted((_req, res) => void res.write("first")),
    "/api/text": counted((_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write("first");
    }),
    "/api/large": {
      default: counted((_req, res) => res.send(LARGE)),
      config: { api: { responseLimit: false } },
    },
    "/api/source": counted((_req, res) => res.send(new Response(LARGE).body as never)),
  };
  const server: Server = await host.start({ dev: false, logger: log, surviveUncaught: false, routes });
  return { server, log, running: () => running };
}

import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { open as openArriving, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { hosts, keepLog, owned } from "../support/hosts.ts";
import { echoBody, limited } from "../support/post.ts";
import { answersOf, exchange, nextData, open } from "../support/wire.ts";
import { attacked } from "./attacked.ts";
import { expectNoConnections } from "./connections.ts";
import { LAST, noting, SECRET } from "./smuggled.ts";

expectNothingEscapes();

const MB = 1024 * 1024;
const LONG = "x".repeat(20_000);
/** Node counts names and values, not what stands between them. */
const MANY = "X-Many-Headers: yes\r\n".repeat(2000);
const CLOSE = "Connection: close\r\n\r\n";
const POST = "POST /api/test HTTP/1.1\r\nHost: a\r\n";
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;

/** Node's limits, which are `maxHeaderSize` (16 KiB) and as much for the extensions of a chunk. */
const HEADERS: [what: string, bytes: string, status: number][] = [
  ["a URL", `GET /api/test?${LONG} HTTP/1.1\r\nHost: a\r\n${CLOSE}`, 431],
  ["a URL that never ends", `GET /api/test?${LONG}`, 431],
  ["a header", `GET /api/test HTTP/1.1\r\nHost: a\r\nX: ${LONG}\r\n${CLOSE}`, 431],
  ["a header that never ends", `GET /api/test HTTP/1.1\r\nX: ${LONG}`, 431],
  ["the name of a header", `GET /api/test HTTP/1.1\r\nHost: a\r\n${LONG}: x\r\n${CLOSE}`, 431],
  ["many headers", `GET /api/test HTTP/1.1\r\nHost: a\r\n${MANY}${CLOSE}`, 431],
  [
    "one header many times",
    `GET /api/test HTTP/1.1\r\nHost: a\r\n${"Cookie: a=b\r\n".repeat(2000)}${CLOSE}`,
    431,
  ],
  ["a method", `${"G".repeat(20_000)} /api/test HTTP/1.1\r\nHost: a\r\n${CLOSE}`, 400],
  ["the extension of a chunk", `${CHUNKED}1;${LONG}\r\nx\r\n0\r\n\r\n`, 413],
  ["the size of a chunk", `${CHUNKED}${"f".repeat(20_000)}\r\nx\r\n0\r\n\r\n`, 400],
  ["a trailer", `${CHUNKED}1\r\nx\r\n0\r\nX: ${LONG}\r\n\r\n`, 431],
  ["many trailers", `${CHUNKED}1\r\nx\r\n0\r\n${MANY}\r\n`, 431],
];

describe("what is too long before a body is refused by Node, and the connection closed", () => {
  it.each(HEADERS)("%s", async (_what, bytes, status) => {
    const { server, log } = await start(owned);
    // The client has still more to say when the server closes: a reset may overtake the answer.
    const { end } = await openArriving(server, bytes);
    expect(await end()).toMatch(
      new RegExp(`^(?:HTTP/1\\.1 ${status} [^\\r]+\\r\\nConnection: close\\r\\n\\r\\n)?$`),
    );
    expect(log.errors).toEqual([]);
    await expectNoConnections(server);
    expect(await exchange(server, requestText({ headers: { Connection: "close" } }))).toMatch(/ 200 OK/);
  });

  // Node 20 drops what is beyond 2,000 headers, and Node 24 refuses it.
  it("thousands of short headers, and a length behind them", async () => {
    const { server, calls } = await start(owned);
    const head = `${POST}${"a:1\r\n".repeat(3000)}Content-Length: ${SECRET.length}\r\n\r\n`;
    expect(await exchange(server, head + SECRET + LAST)).toMatch(/^HTTP\/1\.1 (?:200|431) /);
    expect(calls).not.toContain("secret");
  });
});

describe.each(hosts)("a body above its limit in $name", (host) => {
  it("is refused by its length alone", async () => {
    const { server, calls } = await start(host);
    for (const length of [1025, Number.MAX_SAFE_INTEGER, 2 ** 63]) {
      const socket = open(server);
      socket.write(`${POST}Content-Length: ${BigInt(length)}\r\n\r\n`);
      expect(answersOf(await nextData(socket))).toMatchObject([
        { status: 413, body: "Body exceeded 1kb limit" },
      ]);
      socket.destroy();
    }
    await expectNoConnections(server);
    expect(calls).toEqual([]);
  });

  it("is refused when it comes a byte at a time", async () => {
    const { server, calls } = await start(host);
    const answers = answersOf(
      await exchange(server, `${CHUNKED}${"1\r\nx\r\n".repeat(2000)}0\r\n\r\n${LAST}`),
    );
    expect(answers).toMatchObject([{ status: 413 }, { status: 200, body: "last" }]);
    expect(calls).toEqual(["last"]);
  });

  it("is refused where the client goes on, each byte a piece", async () => {
    const { server, calls } = await start(host);
    const socket = open(server);
    socket.write(`${POST}Content-Length: 2000\r\n\r\n`);
    socket.setNoDelay(true);
    expect(answersOf(await nextData(socket))).toMatchObject([{ status: 413 }]);
    for (let count = 0; count < 2000; count += 1) {
      if (!socket.write("x")) await once(socket, "drain");
    }
    socket.write(LAST);
    expect(answersOf(await nextData(socket))).toMatchObject([{ status: 200, body: "last" }]);
    expect(calls).toEqual(["last"]);
  });

  it("is taken up to the limit, also in chunks of a byte with extensions", async () => {
    const { server } = await start(host);
    const chunks = `1;${"e".repeat(100)}\r\nx\r\n`.repeat(1024);
    const answers = answersOf(await exchange(server, `${CHUNKED}${chunks}0\r\n\r\n${LAST}`));
    expect(answers).toMatchObject([{ status: 200, body: `"${"x".repeat(1024)}"` }, { body: "last" }]);
  });
});

it("bodies far above their limit take no memory", async () => {
  const { server, health, rest } = await attacked();
  const size = 16 * MB;
  const part = Buffer.alloc(64 * 1024, "x");

  async function refuse(framing: string, chunk: string | Buffer): Promise<void> {
    const socket = open(server);
    // A server that reads for 10 s cuts the connection of a client that is slower.
    socket.on("error", () => {});
    const answer = nextData(socket);
    socket.write(`POST /api/type HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n`);
    for (let sent = 0; sent < size && !socket.destroyed; sent += part.length) {
      if (!socket.write(chunk)) await once(socket, "drain").catch(() => {});
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  }

  const round = async (): Promise<void> => {
    const chunk = `${part.length.toString(16)}\r\n${part.toString()}\r\n`;
    const clients = Array.from({ length: 8 }, (_, index) =>
      index % 2 === 0 ? refuse(`Content-Length: ${size}`, part) : refuse("Transfer-Encoding: chunked", chunk),
    );
    await Promise.all(clients);
  };
  await round();
  const before = await rest();
  await round();
  const during = await health();
  await round();
  const after = await rest();
  expect(during.rss - before.rss).toBeLessThan(64 * MB);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(MB);
  expect([after.escaped, after.logged]).toEqual([[], []]);
});

async function start(host: (typeof hosts)[number]) {
  const calls: string[] = [];
  const log = keepLog();
  const server = await host.start({
    dev: false,
    logger: log,
    surviveUncaught: false,
    routes: {
      "/api/test": { default: echoBody, config: { api: limited("1kb") } },
      ...noting(calls),
    },
  });
  return { server, calls, log };
}

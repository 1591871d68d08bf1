import { once } from "node:events";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Options } from "../../../src/index.ts";
import { hosts, keepLog } from "../../support/hosts.ts";
import { echoBody, limited } from "../../support/post.ts";
import { answersOf, exchange, nextData, open } from "../../support/wire.ts";

const HELLO = "GET /api/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

describe.each(hosts)("req.body that is refused in $name", (host) => {
  const routes: Options["routes"] = {
    "/api/hello": (_req, res) => res.send("hello"),
    "/api/route": { default: echoBody, config: { api: limited("1kb") } },
  };
  const post = (headers: string, body: string): string =>
    `POST /api/route HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;
  const hello = { status: 200, body: "hello" };

  it.each([
    ["for its size", post("Content-Length: 2000", "x".repeat(2000)), 413],
    [
      "for its size, in chunks",
      post("Transfer-Encoding: chunked", `7d0\r\n${"x".repeat(2000)}\r\n0\r\n\r\n`),
      413,
    ],
    ["for its syntax", post("Content-Type: application/json\r\nContent-Length: 1", "{"), 400],
    ["for its charset", post("Content-Type: text/plain; charset=bogus\r\nContent-Length: 1", "x"), 400],
  ])("%s leaves the connection to the requests after it", async (_reason, refused, status) => {
    const server = await host.start({ routes });
    const answers = answersOf(await exchange(server, refused + refused + HELLO));
    expect(answers).toMatchObject([{ status }, { status }, hello]);
  });

  it("for 20 MB leaves the connection to the request after it", async () => {
    const server = await host.start({ routes });
    const size = 20 * 1024 * 1024;
    const sent = Buffer.concat([
      Buffer.from(post(`Content-Length: ${size}`, "")),
      Buffer.alloc(size, "x"),
      Buffer.from(HELLO),
    ]);
    expect(answersOf(await exchange(server, sent))).toMatchObject([
      { status: 413, body: "Body exceeded 1kb limit" },
      hello,
    ]);
  });

  it.each([
    ["HTTP/1.1", "Connection: close"],
    ["HTTP/1.0", "X-Other: 1"],
    ["HTTP/1.1", "X-Other: 1"],
  ])(
    "for 20 MB is answered to a client of %s, %s, that reads only when all is sent",
    async (version, header) => {
      const server = await host.start({ routes });
      const socket = open(server).pause();
      const size = 20 * 1024 * 1024;
      socket.write(post(`${header}\r\nContent-Length: ${size}`, "").replace("HTTP/1.1", version));
      await new Promise((resolve) => socket.write(Buffer.alloc(size, "x"), resolve));
      expect(answersOf(await nextData(socket))).toMatchObject([
        { status: 413, body: "Body exceeded 1kb limit" },
      ]);
    },
  );

  it("is answered before all of it has come", async () => {
    const server = await host.start({ routes });
    const socket = open(server);
    socket.write(post("Content-Length: 2000", "x"));
    expect(answersOf(await nextData(socket))).toMatchObject([{ status: 413 }]);
    socket.write("x".repeat(1999) + HELLO);
    expect(answersOf(await nextData(socket))).toMatchObject([hello]);
  });

  it("is cut off where it goes on beyond a bound", async () => {
    const server = await host.start({ routes });
    const socket = open(server);
    // What is cut off while it is being sent may be a reset.
    socket.on("error", () => {});
    const bound = 64 * 1024 * 1024;
    const part = Buffer.alloc(1024 * 1024, "x");
    socket.write(post(`Content-Length: ${10 * bound}`, ""));
    let sent = 0;
    while (!socket.destroyed && sent < 2 * bound) {
      await new Promise((resolve) => socket.write(part, resolve));
      sent += part.length;
    }
    expect(socket.destroyed).toBe(true);
    expect(sent).toBeGreaterThan(bound / 2);
  });

  it("is cut off where it takes too long", async () => {
    const server = await host.start({ routes });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = open(server);
    const closed = once(socket, "close");
    socket.write(post("Content-Length: 2000", "x"));
    expect(answersOf(await nextData(socket))).toMatchObject([{ status: 413 }]);
    vi.advanceTimersByTime(10_000);
    await closed;
  });

  it("is answered in the end where the connection closes with it, and the rest never comes", async () => {
    const server = await host.start({ routes });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = open(server);
    const arrived = once(server, "request");
    socket.write(post("Connection: close\r\nContent-Length: 2000", "x"));
    await arrived;
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), 60_000);
    vi.advanceTimersByTime(10_000);
    const chunks = await socket.setEncoding("latin1").toArray();
    expect(answersOf(chunks.join(""))).toMatchObject([{ status: 413, body: "Body exceeded 1kb limit" }]);
  });

  it("is not cut off once all of it has come", async () => {
    const server = await host.start({ routes });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = open(server);
    const ask = HELLO.replace("Connection: close\r\n", "");
    socket.write(post("Content-Length: 2000", "x"));
    await nextData(socket);
    socket.write("x".repeat(1999) + ask);
    expect(answersOf(await nextData(socket))).toMatchObject([hello]);
    vi.advanceTimersByTime(10_000);
    socket.write(ask);
    expect(answersOf(await nextData(socket))).toMatchObject([hello]);
  });

  it("is no error for the log", async () => {
    const logger = keepLog();
    const server = await host.start({ routes, logger });
    await exchange(server, post("Content-Length: 2000", "x".repeat(2000)) + HELLO);
    await exchange(server, post("Content-Type: application/json\r\nContent-Length: 1", "{") + HELLO);
    expect([logger.errors, logger.warnings]).toEqual([[], []]);
  });
});

import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";
import { gate, open, requestText } from "../support/client.ts";
import { closing, held, expectSoon } from "../support/held.ts";
import { keepLog, listen } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

describe.each(["close", "shutdown"] as const)("%s()", (way) => {
  const end = (server: ReturnType<typeof createServer>): Promise<unknown> =>
    way === "close" ? closing(server) : server.shutdown();

  it("closes connections that are idle, and those that have never said anything", async () => {
    const server = await listen(createServer({ routes: held().routes }));
    const idle = await open(server, requestText({ path: "/api/test" }));
    const silent = await open(server, "");
    await idle.until("done");
    await expectSoon(Promise.all([end(server), idle.end(), silent.end()]));
  });

  it("lets a running request finish, and says that the connection ends with it", async () => {
    const { routes, began, end: answer } = held();
    const server = await listen(createServer({ routes }));
    const busy = await open(server, requestText({ path: "/api/held" }));
    await began;
    const ended = end(server);
    setImmediate(answer);
    expect(await busy.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*late$/);
    await expectSoon(ended);
  });

  it("lets a stream finish, and then closes its connection", async () => {
    const { server, busy, answer } = await streaming();
    const ended = end(server);
    answer();
    expect(await expectSoon(busy.end())).toMatch(/last\r\n0\r\n\r\n$/);
    await expectSoon(ended);
  });

  it("answers what comes on a connection that is still open, as its last", async () => {
    const { server, busy, answer } = await streaming();
    const ended = end(server);
    busy.socket.write(requestText({ path: "/api/test" }));
    answer();
    expect(await busy.end()).toMatch(/last\r\n0\r\n\r\nHTTP\/1\.1 200 [^]*Connection: close\r\n[^]*done$/);
    await ended;
  });

  it.each([
    ["before", ["/api/held", "/api/test", "/api/test"], []],
    ["after", ["/api/held"], ["/api/test"]],
    ["before and after", ["/api/held", "/api/test"], ["/api/test"]],
  ])("answers all that was pipelined %s it was called", async (_when, before, after) => {
    const { routes, began, end: answer } = held();
    const server = await listen(createServer({ routes }));
    const texts = (paths: readonly string[]): string => paths.map((path) => requestText({ path })).join("");
    const busy = await open(server, texts(before));
    await began;
    const ended = end(server);
    if (after.length > 0) {
      busy.socket.write(texts(after));
      await once(server, "request");
    }
    answer();
    const wire = await busy.end();
    expect(wire.match(/HTTP\/1\.1 200 /g)).toHaveLength(before.length + after.length);
    if (after.length > 0) expect(wire.match(/Connection: close/g)).toHaveLength(1);
    await ended;
  });

  it("cuts what is not over after shutdownTimeout, counts and logs it", async () => {
    const { routes, began } = held();
    const logger = keepLog();
    const server = await listen(createServer({ routes, shutdownTimeout: 100, logger, dev: false }));
    const busy = await open(server, requestText({ path: "/api/held" }));
    const stream = await open(server, requestText({ path: "/api/stream" }));
    await Promise.all([began, stream.until("first")]);
    const report = await expectSoon<unknown>(end(server));
    if (way === "shutdown") expect(report).toEqual({ cut: 2 });
    expect(await busy.end()).toBe("");
    expect(logger.warnings).toEqual(["2 running requests were cut at shutdown."]);
  });

  it("waits for upgraded connections too, up to the timeout", async () => {
    const logger = keepLog();
    const server = await listen(createServer({ routes: {}, shutdownTimeout: 100, logger, dev: false }));
    server.on("upgrade", (_req, socket) => void socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    const taken = await open(server, requestText({ headers: { Connection: "Upgrade", Upgrade: "x" } }));
    await taken.until("101");
    await expectSoon(end(server));
    expect(logger.warnings).toEqual(["1 running request was cut at shutdown."]);
  });

  it("may be called again while it runs", async () => {
    const server = await listen(createServer({ routes: held().routes }));
    const first = end(server);
    expect(await server.shutdown()).toEqual({ cut: 0 });
    await first;
  });
});

describe("close()", () => {
  it("is Node's: it stops to listen at once, and is an error where the server does not listen", async () => {
    const server = await listen(createServer({ routes: {} }));
    const ended = closing(server);
    expect(server.listening).toBe(false);
    await expect(closing(server)).rejects.toMatchObject({ code: "ERR_SERVER_NOT_RUNNING" });
    await ended;
  });

  it("leaves an error of its callback to whom it may concern", async () => {
    const server = await listen(createServer({ routes: {} }));
    const seen = gate<unknown>();
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => seen.open(error));
    server.close(() => {
      throw new Error("of the callback");
    });
    expect(await seen.opened).toMatchObject({ message: "of the callback" });
    for (const other of others) process.on("uncaughtException", other);
  });

  it("is over for a server that listens again", async () => {
    const server = await listen(createServer({ routes: held().routes, health: true }));
    await closing(server);
    await listen(server);
    const again = await open(server, requestText({ path: "/api/test" }));
    expect(await again.until("done")).toContain("Connection: keep-alive");
    expect(await ask(server, "/readyz")).toMatchObject({ status: 200 });
  });
});

describe("shutdown()", () => {
  it("has patience with a connection that has just been answered", async () => {
    const server = await listen(createServer({ routes: held().routes }));
    const idle = await open(server, requestText({ path: "/api/test" }));
    await idle.until("done");
    const ended = server.shutdown();
    await expect.poll(() => server.listening).toBe(false);
    idle.socket.write(requestText({ path: "/api/test" }));
    expect(await idle.end()).toMatch(/done[^]*Connection: close\r\n[^]*done$/);
    expect(await ended).toEqual({ cut: 0 });
  });

  it("answers what arrives while the event loop stalls in each of its turns, over the end of its patience", async () => {
    const server = createServer({ dev: false, routes: { "/api/test": (_req, res) => res.end("answered") } });
    await server.ready();
    await listen(server);
    const connections = await Promise.all(Array.from({ length: 20 }, () => open(server, requestText())));
    await Promise.all(connections.map(({ until }) => until("answered")));
    const silent = connections.map(({ socket }) => socket);
    const stopped = server.shutdown();
    let begun = performance.now();
    const spin = (ms: number): void => {
      for (const end = performance.now() + ms; performance.now() < end;);
    };
    const stall = (): void => {
      if (server.listening) {
        begun = performance.now();
        return void setImmediate(stall);
      }
      // Ahead of what the server looks at in this turn, and behind what it reads in it.
      const isLate = performance.now() - begun > 470;
      if (silent.length > 0) setImmediate(stall);
      if (isLate) for (const socket of silent.splice(0, 5)) socket.write(requestText());
      spin(40);
    };
    setImmediate(stall);
    for (const { end } of connections)
      expect(await end()).toMatch(/answered[^]*Connection: close[^]*answered$/);
    expect(await stopped).toEqual({ cut: 0 });
  });

  it("takes new connections during shutdownDelay, with readiness at 503, until its signal is aborted", async () => {
    const server = await listen(createServer({ routes: held().routes, health: true, shutdownDelay: 60_000 }));
    const over = new AbortController();
    const ended = server.shutdown({ signal: over.signal });
    expect(await ask(server, "/readyz")).toMatchObject({ status: 503, headers: { connection: "close" } });
    expect(await ask(server, "/api/test")).toMatchObject({ status: 200, body: "done" });
    over.abort();
    expect(await ended).toEqual({ cut: 0 });
  });
});

/** A server whose stream has begun, and waits for its end. */
async function streaming() {
  const { routes, began, end: answer } = held();
  const server = await listen(createServer({ routes }));
  const busy = await open(server, requestText({ path: "/api/stream" }));
  await began;
  await busy.until("first");
  return { server, busy, answer };
}

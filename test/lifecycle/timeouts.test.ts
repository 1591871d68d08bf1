import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer, type ServerOptions } from "../../src/index.ts";
import { open, requestText } from "../support/client.ts";
import { listen } from "../support/hosts.ts";
import { exchange, portOf } from "../support/wire.ts";
import { startClock } from "../support/clock.ts";

const routes: NonNullable<ServerOptions["routes"]> = { "/api/test": (_req, res) => res.end("done") };
const start = (options: ServerOptions): Promise<ReturnType<typeof createServer>> =>
  listen(createServer({ routes, dev: false, ...options }));

describe("by default", () => {
  it("the limits are as documented", () => {
    const server = createServer({ routes });
    expect(server).toMatchObject({
      keepAliveTimeout: 72_000,
      headersTimeout: 60_000,
      requestTimeout: 300_000,
      maxRequestsPerSocket: 0,
    });
    expect(server.maxConnections ?? Infinity).toBe(Infinity);
  });

  it("clients are told how long a connection is kept", async () => {
    const { until } = await open(await start({}), requestText());
    expect(await until("done")).toMatch(/\r\nConnection: keep-alive\r\nKeep-Alive: timeout=72\r\n/);
  });

  it("a shorter requestTimeout takes headersTimeout with it", () => {
    expect(createServer({ routes, requestTimeout: 1000 }).headersTimeout).toBe(1000);
    expect(createServer({ routes, requestTimeout: 0 }).headersTimeout).toBe(60_000);
  });
});

describe("keepAliveTimeout", () => {
  it("closes a connection that has had no request for so long", async () => {
    const { until, end } = await open(await start({ keepAliveTimeout: 50 }), requestText());
    await until("done");
    expect(await end()).toContain("done");
  });

  it("of 0 keeps it for ever, and says so", async () => {
    const { until } = await open(await start({ keepAliveTimeout: 0 }), requestText());
    expect(await until("done")).not.toContain("Keep-Alive:");
  });
});

describe("headersTimeout", () => {
  it("answers 408 where the headers do not come, soon after the time is up", async () => {
    const server = await start({ headersTimeout: 100 });
    const begun = performance.now();
    const elapsed = startClock();
    expect(await exchange(server, "GET /api/test HTTP/1.1\r\nHost: ")).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - begun).toBeGreaterThan(90);
    expect(elapsed()).toBeLessThan(5000);
  });

  it("closes a connection that says nothing at all", async () => {
    expect(await exchange(await start({ headersTimeout: 100 }), "")).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe("requestTimeout", () => {
  it("answers 408 where the body does not come", async () => {
    const server = await start({ requestTimeout: 100 });
    const head = requestText({ method: "POST", headers: { "Content-Length": "5" } });
    expect(await exchange(server, `${head}half`)).toMatch(/^HTTP\/1\.1 4(?:08|00) /);
  });

  it("does not count the time that the answer takes", async () => {
    const slow: ServerOptions["routes"] = {
      "/api/test": (_req, res) => void setTimeout(() => res.end("late"), 300),
    };
    const wire = await exchange(
      await start({ routes: slow, requestTimeout: 100 }),
      requestText({ headers: { Connection: "close" } }),
    );
    expect(wire).toMatch(/^HTTP\/1\.1 200 [^]*late$/);
  });
});

describe("maxHeaderSize", () => {
  const sized = (bytes: number): string =>
    requestText({ headers: { Connection: "close", "X-Long": "a".repeat(bytes) } });

  it("is 16 KiB by default", async () => {
    const server = await start({});
    expect(await exchange(server, sized(15_000))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(server, sized(17_000))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("answers 431 above it", async () => {
    const server = await start({ maxHeaderSize: 1000 });
    expect(await exchange(server, sized(500))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(server, sized(1500))).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe("maxConnections", () => {
  it("closes those above it at once", async () => {
    const server = await start({ maxConnections: 1 });
    const first = await open(server, requestText());
    await first.until("done");
    const dropped = once(server, "drop");
    const second = connect(portOf(server), "127.0.0.1");
    onTestFinished(() => void second.destroy());
    second.on("error", () => {}).resume();
    await Promise.all([dropped, once(second, "close")]);
    first.socket.destroy();
    await once(first.socket, "close");
  });

  it("of 0 is none", async () => {
    const { until } = await open(await start({ maxConnections: 0 }), requestText());
    await until("done");
  });
});

describe("maxRequestsPerSocket", () => {
  it("asks the client to close with its last answer, and answers no more", async () => {
    const { socket, until } = await open(await start({ maxRequestsPerSocket: 2 }), requestText());
    expect(await until("done")).toContain("Connection: keep-alive");
    socket.write(requestText());
    await until(/Connection: close\r\n[^]*done$/);
    socket.write(requestText());
    await until(/HTTP\/1\.1 503 /);
  });
});

describe("a limit that means nothing", () => {
  it.each<[ServerOptions, string]>([
    [{ keepAliveTimeout: -1 }, "`keepAliveTimeout` is -1. Write a whole number, or 0 for none."],
    [{ headersTimeout: 1.5 }, "`headersTimeout` is 1.5. Write a whole number, or 0 for none."],
    [{ requestTimeout: "5s" as never }, "`requestTimeout` is '5s'. Write a whole number, or 0 for none."],
    [{ maxHeaderSize: Number.NaN }, "`maxHeaderSize` is NaN. Write a whole number, or 0 for none."],
    [{ maxConnections: -5 }, "`maxConnections` is -5. Write a whole number, or 0 for none."],
    [
      { maxRequestsPerSocket: Infinity },
      "`maxRequestsPerSocket` is Infinity. Write a whole number, or 0 for none.",
    ],
    [{ shutdownTimeout: -1 }, "`shutdownTimeout` is -1. Write a whole number, or 0 for none."],
    [{ shutdownDelay: -1 }, "`shutdownDelay` is -1. Write a whole number, or 0 for none."],
    [
      { shutdownSignals: ["SIGNONE" as never] },
      '`shutdownSignals` has "SIGNONE". Write names such as "SIGTERM".',
    ],
    [
      { headersTimeout: 2000, requestTimeout: 1000 },
      "`headersTimeout` is 2000, more than `requestTimeout`, 1000.",
    ],
  ])("is a TypeError: %o", (options, message) => {
    expect(() => createServer({ routes, ...options })).toThrow(new TypeError(message));
  });
});

import { describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";
import { open, requestText } from "../support/client.ts";
import { held, expectSoon } from "../support/held.ts";
import { keepLog, listen } from "../support/hosts.ts";

const READY = requestText({ path: "/readyz" });

describe("shutdown({ … })", () => {
  it.each([0, 10])("takes its delay of %i ms instead of shutdownDelay", async (delay) => {
    const server = await listen(createServer({ routes: held().routes, shutdownDelay: 60_000 }));
    await expectSoon(server.shutdown({ delay }));
  });

  it("takes new connections during its delay", async () => {
    const server = await listen(createServer({ routes: held().routes, health: true }));
    const over = new AbortController();
    const ended = server.shutdown({ delay: 60_000, signal: over.signal });
    const late = await open(server, READY);
    expect(await late.end()).toMatch(/^HTTP\/1\.1 503 /);
    over.abort();
    await ended;
  });

  it("cuts what is running when its signal is aborted, or was before", async () => {
    for (const early of [true, false]) {
      const { routes, began } = held();
      const logger = keepLog();
      const server = await listen(createServer({ routes, logger }));
      const busy = await open(server, requestText({ path: "/api/held" }));
      await began;
      const cut = new AbortController();
      if (early) cut.abort();
      const ended = server.shutdown({ signal: cut.signal });
      cut.abort();
      expect(await expectSoon(ended)).toEqual({ cut: 1 });
      expect(await busy.end()).toBe("");
    }
  });

  it("leaves readiness as it is with ready", async () => {
    const server = await listen(createServer({ routes: {}, health: true }));
    const kept = await open(server, READY);
    await kept.until("ok");
    const ended = server.shutdown({ ready: true });
    kept.socket.write(READY);
    expect(await kept.end()).toMatch(/200 OK[^]*200 OK\r\n[^]*Connection: close\r\n/);
    await ended;
  });

  it("refuses what is no delay", async () => {
    const server = createServer({ routes: {} });
    expect(() => server.shutdown({ delay: -1 })).toThrow(
      new TypeError("`delay` is -1. Write a whole number, or 0 for none."),
    );
    await server.shutdown();
  });
});

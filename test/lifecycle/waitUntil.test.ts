import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { createHandler, createServer, waitUntil } from "../../src/index.ts";
import { after } from "../../src/stand-ins/next/after.ts";
import { gate, get } from "../support/client.ts";
import { keepLog, listen, owned, serve } from "../support/hosts.ts";

const kContext = Symbol.for("@vercel/request-context");
const globals = globalThis as { [kContext]?: { get(): { waitUntil(promise: unknown): void } } };

/** What `waitUntil` of `@vercel/functions` does. */
const vercelWaitUntil = (promise: Promise<unknown>): void => globals[kContext]?.get().waitUntil(promise);

type Work = () => Promise<unknown>;

afterEach(() => {
  delete globals[kContext];
});

describe.each([
  ["waitUntil", (work: Work) => waitUntil(work())],
  ["waitUntil of @vercel/functions", (work: Work) => vercelWaitUntil(work())],
  ["after of next/server, as a promise", (work: Work) => after(work())],
  ["after of next/server, as a function", (work: Work) => after(work)],
])("work given to %s", (_name, give) => {
  it("goes on behind the answer, and is awaited when the server stops, before onStop", async () => {
    const order: string[] = [];
    const work = gate();
    const server = await listen(
      createServer({
        routes: {
          "/api/test": (_req, res) => {
            give(() => work.opened.then(() => order.push("work")));
            res.end("answered");
          },
        },
        onStop: () => void order.push("onStop"),
      }),
    );
    expect((await get(server)).text).toBe("answered");
    const ended = server.shutdown();
    await once(server, "close");
    expect(order).toEqual([]);
    work.open();
    await ended;
    expect(order).toEqual(["work", "onStop"]);
  });

  it("is logged when it fails, and harms nobody", async () => {
    const { server, log } = await serve(owned, (_req, res) => {
      give(() => Promise.reject(new Error("late")));
      res.end();
    });
    expect((await get(server)).status).toBe(200);
    await expect.poll(() => log.errors).toMatchObject([{ message: "late" }]);
  });
});

describe("waitUntil", () => {
  it("is awaited by close() of a handler", async () => {
    const work = gate();
    let over = false;
    const handler = createHandler({ routes: {} });
    waitUntil(work.opened);
    const ended = handler.close().finally(() => (over = true));
    await new Promise(setImmediate);
    expect(over).toBe(false);
    work.open();
    await ended;
  });

  it("is awaited for work that brings more work", async () => {
    const [first, second] = [gate(), gate()];
    let done = false;
    const handler = createHandler({ routes: {} });
    waitUntil(first.opened.then(() => waitUntil(second.opened.then(() => (done = true)))));
    const ended = handler.close();
    first.open();
    setImmediate(second.open);
    await ended;
    expect(done).toBe(true);
  });

  it("is not awaited for longer than shutdownTimeout; what is left is counted in the log", async () => {
    const work = gate();
    const logger = keepLog();
    const handler = createHandler({ routes: {}, shutdownTimeout: 50, logger });
    waitUntil(work.opened);
    await handler.close();
    expect(logger.warnings).toEqual(["waitUntil(): 1 promises did not settle in time."]);
    work.open();
  });

  it.each([undefined, null, 5, {}, () => {}])("refuses %o, which is no promise", (value) => {
    createHandler({ routes: {} });
    expect(() => waitUntil(value as never)).toThrow(/^waitUntil\(\) takes a promise, not \w+\.$/);
  });

  it("leaves a platform that is there already in its place, and hands work to it", async () => {
    const given: unknown[] = [];
    const platform = { get: () => ({ waitUntil: (promise: unknown) => void given.push(promise) }) };
    globals[kContext] = platform;
    const handler = createHandler({ routes: {} });
    expect(globals[kContext]).toBe(platform);
    const work = Promise.resolve();
    waitUntil(work);
    expect(given).toEqual([work]);
    await handler.close();
  });
});

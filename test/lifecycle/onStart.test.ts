import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createHandler, createServer } from "../../src/index.ts";
import { gate, open, requestText } from "../support/client.ts";
import { type Handler, hosts, keepLog, listen, project } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const tell: Handler = (_req, res) => res.json(seen);
let seen: unknown[] = [];

describe.each(hosts)("onStart in $name", (host) => {
  it("is awaited before the first request", async () => {
    seen = [];
    const onStart = async (): Promise<void> => {
      seen.push("begun");
      await new Promise(setImmediate);
      seen.push("ended");
    };
    const server = await host.start({ routes: { "/api/test": tell }, onStart });
    expect(JSON.parse((await ask(server, "/api/test")).body)).toEqual(["begun", "ended"]);
    expect(JSON.parse((await ask(server, "/api/test")).body)).toEqual(["begun", "ended"]);
  });

  it("makes ready() reject with what it throws", async () => {
    const error = new Error("no database");
    const onStart = (): never => {
      throw error;
    };
    await expect(host.start({ routes: { "/api/test": tell }, onStart })).rejects.toBe(error);
  });
});

describe("onStart", () => {
  it("holds requests, and readiness, while it runs", async () => {
    const held = gate();
    const server = await listen(
      createServer({ routes: { "/api/test": tell }, onStart: () => held.opened, health: true }),
    );
    let answered = false;
    const answer = ask(server, "/api/test").finally(() => (answered = true));
    await once(server, "request");
    expect(await ask(server, "/readyz")).toMatchObject({ status: 503 });
    expect(answered).toBe(false);
    held.open();
    expect((await answer).status).toBe(200);
    expect(await ask(server, "/readyz")).toMatchObject({ status: 200 });
  });

  it("finds what the project's .env says, and is over before routes are loaded", async () => {
    const dir = await project({
      ".env": "PAGES_API_TEST_ORDER=from .env",
      "pages/api/test.js":
        "const order = process.env.PAGES_API_TEST_ORDER; module.exports = (req, res) => res.end(order);",
    });
    const onStart = (): void => void (process.env["PAGES_API_TEST_ORDER"] += ", seen by onStart");
    const server = await listen(createServer({ dir, dev: false, onStart }));
    expect((await ask(server, "/api/test")).body).toBe("from .env, seen by onStart");
    delete process.env["PAGES_API_TEST_ORDER"];
  });

  it("answers 500, and says why in the log, where it has failed and the server listens all the same", async () => {
    const logger = keepLog();
    const handler = createHandler({
      routes: { "/api/test": tell },
      onStart: () => Promise.reject(new Error("no database")),
      logger,
      dev: false,
    });
    const server = await listen(createHttpServer((req, res) => handler(req, res)));
    expect((await ask(server, "/api/test")).status).toBe(500);
    expect(logger.errors).toMatchObject([{ message: "no database" }]);
  });
});

describe("onStop", () => {
  it("is called once, after the last answer, and awaited", async () => {
    const order: string[] = [];
    const held = gate();
    const began = gate();
    const server = await listen(
      createServer({
        routes: {
          "/api/test": async (_req, res) => {
            began.open();
            await held.opened;
            order.push("answered");
            res.end();
          },
        },
        onStop: async () => {
          order.push("onStop");
          await new Promise(setImmediate);
          order.push("stopped");
        },
      }),
    );
    await open(server, requestText());
    await began.opened;
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    held.open();
    await Promise.all([closed, server.shutdown()]);
    expect(order).toEqual(["answered", "onStop", "stopped"]);
  });

  it.each(["throws", "rejects"])("that %s is logged, and nothing else", async (how) => {
    const logger = keepLog();
    const error = new Error("cannot let go");
    const onStop = (): unknown => {
      if (how === "rejects") return Promise.reject(error);
      throw error;
    };
    const handler = createHandler({ routes: {}, onStop, logger, dev: false });
    await handler.ready();
    expect(await handler.close()).toEqual({ cut: 0 });
    expect(logger.errors).toEqual([error]);
  });

  it("that never ends is not waited for longer than the time there is, two seconds at least", async () => {
    const logger = keepLog();
    const options = {
      routes: {},
      onStop: () => new Promise(() => {}),
      shutdownTimeout: 10,
      logger,
      dev: false,
    };
    const handler = createHandler(options);
    await handler.ready();
    const begun = performance.now();
    await handler.close();
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(logger.warnings).toEqual(["onStop did not finish within 2 s; shutdown goes on without it."]);
  });

  it("is not called where onStart has failed", async () => {
    let called = false;
    const handler = createHandler({
      routes: {},
      onStart: () => Promise.reject(new Error("no")),
      onStop: () => void (called = true),
    });
    await handler.ready().catch(() => {});
    await handler.close();
    expect(called).toBe(false);
  });

  it("and onStart take turns where supertest starts and closes the server for each request", async () => {
    const order: string[] = [];
    const server = createServer({
      routes: { "/api/test": (_req, res) => void res.end(order.join(" ")) },
      onStart: () => void order.push("start"),
      onStop: () => void order.push("stop"),
    });
    await request(server).get("/api/test").expect(200, "start");
    await request(server).get("/api/test").expect(200, "start stop start");
  });
});

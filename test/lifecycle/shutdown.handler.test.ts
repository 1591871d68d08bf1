import { createServer as createHttpServer } from "node:http";
import express from "express";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../src/index.ts";
import { gate, open, requestText } from "../support/client.ts";
import { held, expectSoon } from "../support/held.ts";
import { listen } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

describe("close() of a handler in another server", () => {
  it("waits for its own running requests, not for the server's", async () => {
    const ours = held();
    const handler = createHandler({ routes: ours.routes });
    const theirs = gate();
    const app = express();
    app.get("/theirs", () => theirs.open());
    app.use(handler);
    const server = await listen(createHttpServer(app));
    await open(server, requestText({ path: "/theirs" }));
    await theirs.opened;
    const busy = await open(server, requestText({ path: "/api/held" }));
    await ours.began;
    let over = false;
    const ended = handler.close().finally(() => (over = true));
    expect(await ask(server, "/api/test")).toMatchObject({ status: 200 });
    expect(over).toBe(false);
    ours.end();
    await busy.until("late");
    expect(await expectSoon(ended)).toEqual({ cut: 0 });
  });

  it("cuts what is not over in time, and counts it", async () => {
    const { routes, began } = held();
    const handler = createHandler({ routes, shutdownTimeout: 100 });
    const server = await listen(createHttpServer((req, res) => handler(req, res)));
    const busy = await open(server, requestText({ path: "/api/held" }));
    await began;
    expect(await expectSoon(handler.close())).toEqual({ cut: 1 });
    expect(await busy.end()).toBe("");
    expect(await handler.close()).toEqual({ cut: 1 });
  });

  it("forgets requests whose clients have left", async () => {
    const { routes, began } = held();
    const handler = createHandler({ routes });
    const server = await listen(createHttpServer((req, res) => handler(req, res)));
    const busy = await open(server, requestText({ path: "/api/held" }));
    await began;
    busy.socket.destroy();
    expect(await expectSoon(handler.close())).toEqual({ cut: 0 });
  });
});

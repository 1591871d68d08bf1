import { io, type Socket } from "socket.io-client";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { get, post } from "./client.ts";

describe("express", () => {
  it("is the handler: routes, its own body parser, redirects, errors", async () => {
    const root = await get("/api/express?q=1");
    expect(root.headers.get("x-powered-by")).toBe("Express");
    expect(await root.json()).toEqual({ express: true, q: "1", host: "127.0.0.1", ip: true });
    const created = await post("/api/express/users/7", { name: "Ada" });
    expect([created.status, created.headers.get("location")]).toEqual([201, "/api/express/users/7"]);
    expect(await created.json()).toEqual({ id: "7", name: "Ada" });
    const moved = await get("/api/express/go");
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "/api/express"]);
    const failed = await get("/api/express/fail");
    expect([failed.status, await failed.text()]).toEqual([418, "short and stout"]);
  });

  it("answers what it has no route for", async () => {
    const response = await get("/api/express/nothing");
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("Cannot GET")]);
  });
});

describe("koa", () => {
  it("is the handler: middleware, cookies, errors", async () => {
    const response = await get("/api/koa/some/where?q=1");
    expect(await response.json()).toEqual({ path: "/api/koa/some/where", q: "1" });
    expect(response.headers.get("x-koa")).toBe("after");
    expect(response.headers.getSetCookie()).toEqual(["seen=yes; path=/; httponly"]);
    const failed = await get("/api/koa/fail");
    expect([failed.status, await failed.text()]).toEqual([402, "pay first"]);
  });
});

describe("hono, @hono/node-server", () => {
  it("is the handler: routes, bodies, streams", async () => {
    expect(await (await get("/api/hono/hello?q=1")).json()).toEqual({ message: "Hello from Hono!", q: "1" });
    const created = await post("/api/hono/users/7", { name: "Ada" });
    expect([created.status, await created.json()]).toEqual([201, { id: "7", name: "Ada" }]);
    expect(await (await get("/api/hono/stream")).text()).toBe("one two three");
    expect((await get("/api/hono/nothing")).status).toBe(404);
  });
});

describe("hono-node-server-2", () => {
  it("is the handler by getRequestListener", async () => {
    const created = await post("/api/hono-2/users/7", { name: "Ada" });
    expect([created.status, await created.json()]).toEqual([201, { id: "7", name: "Ada" }]);
  });
});

describe("fastify", () => {
  it("is the handler: routes, schemas, its 404", async () => {
    expect(await (await get("/api/fastify?a=b")).json()).toEqual({ fastify: true, query: { a: "b" } });
    const created = await post("/api/fastify/users/7", { name: "Ada" });
    expect([created.status, await created.json()]).toEqual([201, { id: "7", name: "Ada" }]);
    const refused = await post("/api/fastify/users/7", {});
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: "FST_ERR_VALIDATION" }]);
    expect((await get("/api/fastify/nothing")).status).toBe(404);
  });
});

describe("socket.io, socket.io-client", () => {
  function connect(transports: string[]): Promise<Socket> {
    const socket = io(inject("origin"), {
      path: "/api/socket_io",
      addTrailingSlash: false,
      transports,
      forceNew: true,
    });
    onTestFinished(() => void socket.disconnect());
    return new Promise((resolve, reject) => {
      socket.once("connect", () => resolve(socket));
      socket.once("connect_error", reject);
    });
  }

  it("attaches to res.socket.server once, and carries events over WebSocket and polling", async () => {
    expect(await (await get("/api/socketio")).text()).toBe("Socket is initializing");
    expect(await (await get("/api/socketio")).text()).toBe("Socket is already running");
    const [a, b] = await Promise.all([connect(["websocket"]), connect(["polling"])]);
    const heard = new Promise((resolve) => b.once("update-input", resolve));
    expect(await a.timeout(5000).emitWithAck("input-change", "hello")).toBe("hello!");
    expect(await heard).toBe("hello");
  });

  it("leaves the routes alone", async () => {
    expect((await get("/api/helmet")).status).toBe(200);
  });
});

import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncResource } from "node:async_hooks";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import {
  answerOn,
  closeWaiting,
  copyStores,
  counterOf,
  dropStores,
  initHookExists,
  isTakenOver,
  pipeCount,
  requestOn,
  type Resource,
  resourceKeyOf,
  sentLength,
  sourceOf,
} from "../../src/http/node-fields.ts";
import { get, open, requestText } from "../support/client.ts";
import { listen } from "../support/hosts.ts";
import { exchange } from "../support/wire.ts";

const [major = 0] = process.versions.node.split(".").map(Number);

it("Node keeps the length that writeHead was given, the answer whose turn it is, and the request that was read", async () => {
  const seen: unknown[] = [];
  const server = createServer((req, res) => {
    res.writeHead(200, { "Content-Length": 4, Connection: "close" });
    seen.push(sentLength(res), answerOn(req.socket) === res, requestOn(req.socket) === req);
    seen.push(isTakenOver(req.socket));
    res.end("done");
  });
  await exchange(await listen(server), requestText());
  expect(seen).toEqual([4, true, true, false]);
});

it("Node keeps what counts the bytes of a connection", async () => {
  const counts: (readonly [counted: number | undefined, written: number])[] = [];
  const server = createServer(({ socket }, res) => {
    res.on("finish", () => counts.push([counterOf(socket)?.bytesWritten, socket.bytesWritten]));
    res.end("x".repeat(5_000_000));
  });
  await exchange(await listen(server), requestText({ headers: { Connection: "close" } }));
  expect(counts).toEqual([[counts[0]![1], counts[0]![1]]]);
  expect(counts[0]![1]).toBeGreaterThan(5_000_000);
});

it("Node has no answer on a connection that waits for its next request", async () => {
  let socket: Socket | undefined;
  const server = await listen(createServer((req, res) => void ((socket = req.socket), res.end("done"))));
  const { until } = await open(server, requestText());
  await until(/done/);
  await expect.poll(() => answerOn(socket!)).toBeUndefined();
  expect(isTakenOver(socket!)).toBe(false);
});

it("Node takes the parser from a connection that is upgraded", async () => {
  const server = await listen(createServer());
  const upgraded = once(server, "upgrade") as Promise<[IncomingMessage, Socket]>;
  await open(server, requestText({ headers: { Connection: "Upgrade", Upgrade: "test" } }));
  const [, socket] = await upgraded;
  expect(isTakenOver(socket)).toBe(true);
  socket.destroy();
});

it("an answer that waits for its turn is closed once", async () => {
  const closed: ServerResponse[] = [];
  const arrived: ServerResponse[] = [];
  const server = createServer(
    (_req, res) => void (arrived.push(res), res.on("close", () => closed.push(res))),
  );
  const { socket } = await open(await listen(server), requestText().repeat(2));
  await expect.poll(() => arrived.length).toBe(2);
  closeWaiting(arrived[1]!);
  closeWaiting(arrived[1]!);
  expect(closed).toEqual([arrived[1]]);
  socket.destroy();
  await expect.poll(() => closed.length).toBe(2);
});

it("Node counts the streams that one is piped to", () => {
  const source = new PassThrough();
  expect(pipeCount(source)).toBe(0);
  source.pipe(new PassThrough());
  source.pipe(new PassThrough());
  expect(pipeCount(source)).toBe(2);
});

it("Node 20 and 22 keep what a Response was made of", () => {
  expect(sourceOf(new Response("text"))).toBe(major < 24 ? "text" : undefined);
});

it("Node refuses a resource without a type where an async hook follows what begins", () => {
  const hook = createHook({ init() {} }).enable();
  expect(initHookExists()).toBe(true);
  hook.disable();
});

it("a store is a property of the resource that runs before Node 24, and can be removed", async () => {
  const storage = new AsyncLocalStorage<string>();
  await Promise.resolve();
  storage.enterWith("left behind");
  dropStores(executionAsyncResource());
  expect(storage.getStore()).toBe(major < 24 ? undefined : "left behind");
});

it("a parser keeps the resource that its calls run as, and another one may take its place", async () => {
  const seen: boolean[] = [];
  const server = createServer((req, res) => {
    const { parser } = req.socket as unknown as { parser: Record<symbol, unknown> };
    const key = resourceKeyOf(parser)!;
    const own = executionAsyncResource();
    seen.push(parser[key] === own);
    const other = {};
    parser[key] = other;
    seen.push(executionAsyncResource() === other);
    parser[key] = own;
    res.end();
  });
  await get(await listen(server));
  expect(seen).toEqual([true, true]);
});

it("the stores of a resource can be given to another one", () => {
  const storage = new AsyncLocalStorage<string>();
  const [from, to] = [new AsyncResource("from"), new AsyncResource("to")];
  from.runInAsyncScope(() => storage.enterWith("own"));
  copyStores(from as unknown as Resource, to);
  expect(to.runInAsyncScope(() => storage.getStore())).toBe(major < 24 ? "own" : undefined);
});

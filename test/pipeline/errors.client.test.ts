import { once } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { gate, get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, serve } from "../support/hosts.ts";

type Response_ = Parameters<Handler>[1];

expectNothingEscapes();

describe.each(hosts)("a client that leaves in $name", (host) => {
  const WRITES: [name: string, write: (res: Response_) => unknown][] = [
    ["send", (res) => res.send("late")],
    ["json", (res) => res.json({ late: 1 })],
    ["write and end", (res) => (res.write("late"), void res.end("later"))],
    ["writeHead and end", (res) => void res.writeHead(200).end("late")],
    ["redirect", (res) => void res.redirect("/late")],
    ["a stream", (res) => res.send(Readable.from(["late"]))],
    ["a stream that is piped", (res) => void Readable.from(["late"]).pipe(res)],
    ["a returned Response", () => new Response("late")],
  ];

  it.each(WRITES)("before the answer is no error for %s", async (_name, write) => {
    const arrived = gate();
    const done = gate();
    const { server, log } = await serve(host, async (_req, res) => {
      arrived.open();
      await once(res, "close");
      setImmediate(done.open);
      return write(res);
    });
    const connection = await open(server, requestText());
    await arrived.opened;
    connection.socket.destroy();
    await done.opened;
    expect(log.errors).toEqual([]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("in the middle of a body is no error for a handler that writes on", async () => {
    const done = gate();
    const { server, log } = await serve(host, async (_req, res) => {
      res.write("part");
      await once(res, "close");
      for (let index = 0; index < 100; index += 1) res.write("x".repeat(10_000));
      res.end("end");
      setImmediate(done.open);
    });
    const connection = await open(server, requestText());
    await connection.until("part");
    connection.socket.destroy();
    await done.opened;
    expect(log.errors).toEqual([]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("is told to the callback of a later write", async () => {
    const told = gate<unknown>();
    const { server } = await serve(host, async (_req, res) => {
      res.write("part");
      await once(res, "close");
      res.write("late", told.open);
    });
    const connection = await open(server, requestText());
    await connection.until("part");
    connection.socket.destroy();
    expect(await told.opened).toMatchObject({ code: "ERR_STREAM_DESTROYED" });
  });

  it("in the middle of a large body, by a reset, is no error", async () => {
    const done = gate();
    const { server, log } = await serve(host, (_req, res) => {
      res.on("close", done.open);
      res.send(Buffer.alloc(32 * 1024 * 1024));
    });
    const connection = await open(server, requestText());
    await connection.until("HTTP/1.1 200");
    connection.socket.resetAndDestroy();
    await done.opened;
    expect(log.errors).toEqual([]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("in the middle of its own body is no error, and the route is not called", async () => {
    let called = false;
    const { server, log } = await serve(host, () => (called = true));
    const aborted = new Promise<void>((resolve) => {
      server.once("request", (req) => req.once("close", () => setImmediate(resolve)));
    });
    const head = "POST /api/test HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n";
    const connection = await open(server, `${head}part`);
    await once(server, "request");
    connection.socket.destroy();
    await aborted;
    expect(called).toBe(false);
    expect(log.errors).toEqual([]);
  });

  it("does not hide what the handler throws after it", async () => {
    const arrived = gate();
    const { server, log } = await serve(host, async (_req, res) => {
      arrived.open();
      await once(res, "close");
      throw new Error("broken");
    });
    const connection = await open(server, requestText());
    await arrived.opened;
    connection.socket.destroy();
    await expect.poll(() => log.errors).toEqual([new Error("broken")]);
  });
});

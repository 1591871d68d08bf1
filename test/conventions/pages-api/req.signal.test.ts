import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { begin, gate, get, open, requestText } from "../../support/client.ts";
import { bare, type Handler, hosts, owned, serve } from "../../support/hosts.ts";
import { answersOf, exchange } from "../../support/wire.ts";

/** Settles with the reason when the signal fires. */
async function fired(signal: AbortSignal): Promise<DOMException> {
  if (!signal.aborted) await once(signal, "abort");
  return signal.reason as DOMException;
}

describe.each(hosts)("req.signal in $name", (host) => {
  it("is an AbortSignal, the same one at every read, that has not fired", async () => {
    const { server } = await serve(host, (req, res) => {
      res.json([req.signal instanceof AbortSignal, req.signal === req.signal, req.signal.aborted]);
    });
    expect((await get(server)).text).toBe("[true,true,false]");
  });

  it("fires when the client leaves before there is an answer", async () => {
    const reason = gate<DOMException>();
    const began = gate();
    const { server, log } = await serve(host, async (req, res) => {
      began.open();
      reason.open(await fired(req.signal));
      res.end();
    });
    const { socket } = await open(server, requestText());
    await began.opened;
    socket.destroy();
    expect(await reason.opened).toMatchObject({
      name: "AbortError",
      message: "The connection was closed before the answer was complete.",
    });
    expect(log.errors).toEqual([]);
  });

  it("fires when the client leaves in the middle of a stream", async () => {
    const reason = gate<DOMException>();
    const { server } = await serve(host, async (req, res) => {
      res.write("first");
      reason.open(await fired(req.signal));
    });
    const { socket, until } = await open(server, requestText());
    await until("first");
    socket.destroy();
    expect((await reason.opened).name).toBe("AbortError");
  });

  it("fires when the client leaves with an answer that it has not read to its end", async () => {
    const reason = gate<DOMException>();
    const { server } = await serve(host, async (req, res) => {
      res.send(Buffer.alloc(64 * 1024 * 1024));
      reason.open(await fired(req.signal));
    });
    const answer = await begin(server);
    answer.destroy();
    expect((await reason.opened).name).toBe("AbortError");
  });

  it("fires for a request with a body that was read", async () => {
    const reason = gate<DOMException>();
    const began = gate();
    const { server } = await serve(host, async (req) => {
      began.open();
      reason.open(await fired(req.signal));
    });
    const { socket } = await open(server, `${requestText({ headers: { "Content-Length": "2" } })}ab`);
    await began.opened;
    socket.destroy();
    expect((await reason.opened).name).toBe("AbortError");
  });

  it("has fired already for a handler that asks only then", async () => {
    const aborted = gate<boolean>();
    const began = gate();
    const { server } = await serve(host, async (req, res) => {
      began.open();
      await once(res, "close");
      aborted.open(req.signal.aborted);
    });
    const { socket } = await open(server, requestText());
    await began.opened;
    socket.destroy();
    expect(await aborted.opened).toBe(true);
  });

  it.each<[string, Handler]>([
    ["json", (_req, res) => res.json({ a: 1 })],
    ["a stream", (_req, res) => res.send(stream())],
    ["end in a later turn", (_req, res) => void setImmediate(() => res.end("late"))],
    ["a compressed answer", (_req, res) => res.send("a".repeat(5000))],
  ])("does not fire after %s was sent, also when the connection is closed", async (_name, answer) => {
    let signal!: AbortSignal;
    const closed = gate();
    const { server } = await serve(host, async (req, res) => {
      ({ signal } = req);
      req.socket.on("close", () => closed.open());
      await answer(req, res);
    });
    await exchange(server, requestText({ headers: { Connection: "close", "Accept-Encoding": "gzip" } }));
    await closed.opened;
    await new Promise(setImmediate);
    expect(signal.aborted).toBe(false);
  });

  it("does not fire for one that is read when the answer is complete", async () => {
    const signal = gate<AbortSignal>();
    const { server } = await serve(host, async (req, res) => {
      res.end("done");
      await once(res, "close");
      signal.open(req.signal);
    });
    await get(server);
    expect((await signal.opened).aborted).toBe(false);
  });

  it("is a route's own to pass on: what fails with its reason is not logged", async () => {
    const failed = gate();
    const began = gate();
    const { server, log } = await serve(host, async ({ signal }) => {
      began.open();
      try {
        await fired(signal);
        signal.throwIfAborted();
      } finally {
        setImmediate(() => failed.open());
      }
    });
    const { socket } = await open(server, requestText());
    await began.opened;
    socket.destroy();
    await failed.opened;
    expect(log.errors).toEqual([]);
  });

  it("hides no other error of a route whose client has left", async () => {
    const failed = gate();
    const began = gate();
    const { server, log } = await serve(host, async ({ signal }) => {
      began.open();
      await fired(signal);
      setImmediate(() => failed.open());
      throw new Error("another");
    });
    const { socket } = await open(server, requestText());
    await began.opened;
    socket.destroy();
    await failed.opened;
    expect(log.errors).toMatchObject([{ message: "another" }]);
  });
});

describe.each([owned, bare])("req.signal in $name", (host) => {
  it("is each request's own on one connection", async () => {
    const signals: AbortSignal[] = [];
    const { server } = await serve(host, (req, res) => {
      signals.push(req.signal);
      res.setHeader("Content-Length", 1);
      res.end("a");
    });
    const wire = await exchange(server, requestText() + requestText({ headers: { Connection: "close" } }));
    expect(answersOf(wire).map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(signals).size).toBe(2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it("costs nothing until it is read: nobody listens", async () => {
    const counts = gate<number[]>();
    const { server } = await serve(host, (req: IncomingMessage, res) => {
      const before = res.listenerCount("close");
      void (req as IncomingMessage & { signal: AbortSignal }).signal;
      counts.open([before, res.listenerCount("close")]);
      res.end();
    });
    await get(server);
    const [before, after] = await counts.opened;
    expect(after).toBe(before! + 1);
  });
});

function stream(): PassThrough {
  const source = new PassThrough();
  source.write("a");
  setImmediate(() => source.end("b"));
  return source;
}

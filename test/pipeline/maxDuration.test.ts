import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ApiError, type RouteModule } from "../../src/index.ts";
import { gate, get, open, requestText } from "../support/client.ts";
import { type Handler, hosts, keepLog, owned, project, serve } from "../support/hosts.ts";
import { ask, exchange } from "../support/wire.ts";

const limited = (handler: Handler, maxDuration = 0.05): RouteModule => ({
  default: handler,
  config: { maxDuration },
});
const forever: Handler = () => new Promise(() => {});

describe.each(hosts)("maxDuration in $name", (host) => {
  it.each<[string, Handler]>([
    ["never settles", forever],
    ["leaves the answer to a callback that never comes", () => {}],
    [
      "has set headers of another answer",
      (_req, res) => void res.status(201).setHeader("Content-Length", 99),
    ],
  ])("ends a route that %s with 504", async (_name, handler) => {
    const { server, log } = await serve(host, limited(handler));
    const { status, statusText, text, headers } = await get(server);
    expect([status, statusText, text]).toEqual([504, "Gateway Timeout", "Gateway Timeout"]);
    expect(headers["content-length"]).toBe("15");
    expect(log.warnings).toEqual([
      "/api/test did not complete its answer within its maxDuration, 0.05 s: GET /api/test",
    ]);
    expect(log.errors).toEqual([]);
  });

  it("cuts an answer that has begun", async () => {
    const { server, log } = await serve(
      host,
      limited((_req, res) => void res.write("first")),
    );
    const wire = await exchange(server, requestText());
    expect(wire).toContain("first");
    expect(wire).not.toContain("Gateway");
    expect(wire.endsWith("0\r\n\r\n")).toBe(false);
    expect(log.warnings).toHaveLength(1);
  });

  it("fires req.signal, with a TimeoutError", async () => {
    const reason = gate<DOMException>();
    const { server } = await serve(
      host,
      limited(async ({ signal }) => {
        await once(signal, "abort");
        reason.open(signal.reason as DOMException);
      }),
    );
    expect((await get(server)).status).toBe(504);
    expect(await reason.opened).toMatchObject({
      name: "TimeoutError",
      message: "The answer took longer than 0.05 s, its maxDuration.",
    });
  });

  it("leaves the answer to a route that listens to req.signal", async () => {
    const { server } = await serve(
      host,
      limited(({ signal }, res) => {
        signal.addEventListener("abort", () => res.status(503).send("busy"));
      }),
    );
    expect(await get(server)).toMatchObject({ status: 503, text: "busy" });
  });

  it.each([
    ["with what its signal says", (signal: AbortSignal) => signal.throwIfAborted(), []],
    ["with an abort that has it as its cause", (signal: AbortSignal) => sleep(1000, 0, { signal }), []],
    [
      "with something else",
      () => {
        throw new Error("late");
      },
      [{ message: "late" }],
    ],
  ])(
    "logs a route that fails afterwards %s as often as it has something to tell",
    async (_name, fail, errors) => {
      const over = gate();
      const { server, log } = await serve(
        host,
        limited(async ({ signal }) => {
          await once(signal, "abort");
          setImmediate(() => setImmediate(() => over.open()));
          return fail(signal);
        }),
      );
      expect((await get(server)).status).toBe(504);
      await over.opened;
      expect(log.errors).toMatchObject(errors);
      expect(log.errors).toHaveLength(errors.length);
    },
  );

  it("is asked of onError, as every refusal", async () => {
    const { server } = await serve(host, limited(forever), {
      onError(error, { res, route }) {
        const { code, statusCode } = error as ApiError;
        res.json([error instanceof ApiError, code, statusCode, res.statusCode, route]);
      },
    });
    const { status, text } = await get(server);
    expect([status, JSON.parse(text)]).toEqual([504, [true, "TIMEOUT", 504, 504, "/api/test"]]);
  });

  it("counts the time that the body takes, and closes a connection on which it still comes", async () => {
    const { server } = await serve(
      host,
      limited((_req, res) => res.end()),
    );
    const head = requestText({ method: "POST", headers: { "Content-Length": "10" } });
    const wire = await exchange(server, `${head}half`);
    expect(wire).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n[^]*connection: close\r\n[^]*Gateway Timeout$/i);
  });

  it("keeps the connection of a request that was read", async () => {
    const { server } = await serve(host, limited(forever));
    const { socket, until } = await open(server, requestText());
    await until(/Gateway Timeout$/);
    socket.write(requestText({ path: "/api/next" }));
    await until(/next/);
  });

  it("means nothing to an answer that is on its way in time, however slowly the client reads", async () => {
    const size = 32 * 1024 * 1024;
    const ended = gate();
    const { server, log } = await serve(
      host,
      limited((_req, res) => {
        res.end(Buffer.alloc(size));
        setTimeout(ended.open, 100);
      }),
    );
    const { socket, until } = await open(server, requestText({ headers: { Connection: "close" } }));
    await until(/\r\n\r\n/);
    socket.pause();
    await ended.opened;
    const closed = once(socket, "close");
    socket.resume();
    await closed;
    expect(socket.bytesRead).toBeGreaterThan(size);
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).toContain("exceeds 4MB");
  });
});

describe("a deadline", () => {
  it("is over with the answer", async () => {
    const { server, log } = await serve(owned, {
      ...limited((_req, res) => res.end("done")),
    });
    expect((await get(server)).text).toBe("done");
    await sleep(80);
    expect(log.warnings).toEqual([]);
  });

  it.each([
    ["config", "export const config = { maxDuration: 0.05 };"],
    ["an export of its own", "export const maxDuration = 0.05;"],
  ])("is read from %s of a route file, in development too", async (_name, line) => {
    const dir = await project({ "pages/api/slow.ts": `${line} export default () => new Promise(() => {});` });
    const server = await owned.start({ dir, dev: true, logger: keepLog() });
    expect(await ask(server, "/api/slow")).toMatchObject({ status: 504 });
  });

  it("may be longer than a timer of Node's can be", async () => {
    const { server, log } = await serve(
      owned,
      limited(async (_req, res) => void setTimeout(() => res.end("done"), 20), 1e9),
    );
    expect((await get(server)).text).toBe("done");
    expect(log.warnings).toEqual([]);
  });

  it.each([0, -1, "60", Number.NaN, null])(
    "of %o breaks the route, with what to write",
    async (maxDuration) => {
      const route = { default: forever, config: { maxDuration } } as unknown as RouteModule;
      await expect(serve(owned, route)).rejects.toMatchObject({
        code: "ROUTE_CONFIG",
        message: expect.stringContaining("Write a number of seconds, such as 60.") as string,
      });
    },
  );
});

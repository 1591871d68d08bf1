import { Readable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RouteModule } from "../../../src/index.ts";
import { type Connection, open, requestText } from "../../support/client.ts";
import { type Handler, hosts, owned, project, serve } from "../../support/hosts.ts";

const DEV = { dev: true };
const PATIENCE = 5000;

function unsent(url: string, file: string): string {
  return `API resolved without sending a response for ${url}, this may result in stalled requests. (${file})`;
}

afterEach(() => void vi.useRealTimers());

/** Sends a request, and waits until its handler has settled; from then on the clock is ours. */
async function begin(server: Parameters<typeof open>[0], path = "/api/test"): Promise<Connection> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const connection = await open(server, requestText({ path }));
  // Each handler here tells by an interim answer that it runs.
  await connection.until("102 Processing");
  await turn();
  return connection;
}

function turn(): Promise<void> {
  return new Promise(setImmediate);
}

describe.each(hosts)("in development, in $name", (host) => {
  it("warns of a route that sends nothing, when patience ends and not before", async () => {
    const { server, log } = await serve(host, (_req, res) => res.writeProcessing(), DEV);
    await begin(server, "/api/test?a=1");
    vi.advanceTimersByTime(PATIENCE - 1);
    expect(log.warnings).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(log.warnings).toEqual([unsent("/api/test?a=1", "/api/test")]);
    vi.advanceTimersByTime(10 * PATIENCE);
    expect(log.warnings).toHaveLength(1);
    expect(log.errors).toEqual([]);
  });

  it("warns of an async route that sends nothing, counted from when it settles", async () => {
    let settle!: () => void;
    const { server, log } = await serve(
      host,
      (_req, res) => {
        res.writeProcessing();
        return new Promise<void>((resolve) => (settle = resolve));
      },
      DEV,
    );
    await begin(server);
    vi.advanceTimersByTime(10 * PATIENCE);
    expect(log.warnings).toEqual([]);
    settle();
    await turn();
    vi.advanceTimersByTime(PATIENCE);
    expect(log.warnings).toEqual([unsent("/api/test", "/api/test")]);
  });

  it("still sends what comes after the warning", async () => {
    let answer!: () => void;
    const { server, log } = await serve(
      host,
      (_req, res) => {
        res.writeProcessing();
        answer = () => res.end("late");
      },
      DEV,
    );
    const connection = await begin(server);
    vi.advanceTimersByTime(PATIENCE);
    expect(log.warnings).toHaveLength(1);
    answer();
    await connection.until("late");
  });

  const SILENT: [name: string, route: RouteModule["default"] | RouteModule][] = [
    ["that has answered", (_req, res) => void res.end("sent")],
    ["that answers by a callback", (_req, res) => void setImmediate(() => res.end("sent"))],
    ["that has written", (_req, res) => void res.write("part")],
    ["that has flushed its headers", (_req, res) => res.flushHeaders()],
    ["that pipes a stream which says nothing yet", (_req, res) => void new Readable({ read() {} }).pipe(res)],
    ["that sends a stream which says nothing yet", (_req, res) => res.send(new Readable({ read() {} }))],
    [
      "that pipes such a stream a little later",
      (_req, res) => void setImmediate(() => new Readable({ read() {} }).pipe(res)),
    ],
    ["that fails", () => Promise.reject(new Error("broken"))],
    ["that destroys the response", (_req, res) => void res.destroy()],
    ["that never settles", () => new Promise(() => {})],
    ["with externalResolver", { default: () => {}, config: { api: { externalResolver: true } } }],
  ];

  it.each(SILENT)("does not warn of a route %s", async (_name, route) => {
    const page = typeof route === "function" ? route : route.default;
    const module = {
      ...(typeof route === "function" ? {} : route),
      default: ((req, res) => {
        res.writeProcessing();
        return page(req, res);
      }) as Handler,
    };
    const { server, log } = await serve(host, module, DEV);
    await begin(server);
    await turn();
    vi.advanceTimersByTime(10 * PATIENCE);
    expect(log.warnings).toEqual([]);
  });

  it("does not warn of a client that has left", async () => {
    let closed!: Promise<unknown>;
    const { server, log } = await serve(
      host,
      (_req, res) => {
        closed = new Promise((resolve) => res.on("close", resolve));
        res.writeProcessing();
      },
      DEV,
    );
    const connection = await begin(server);
    connection.socket.destroy();
    await closed;
    vi.advanceTimersByTime(10 * PATIENCE);
    expect(log.warnings).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves no timer behind an answer that comes by a callback", async () => {
    const { server } = await serve(
      host,
      (_req, res) => {
        res.writeProcessing();
        setImmediate(() => setImmediate(() => res.end("sent")));
      },
      DEV,
    );
    const connection = await begin(server);
    await connection.until("sent");
    await vi.waitUntil(() => vi.getTimerCount() === 0);
  });
});

describe.each(hosts)("in production, in $name", (host) => {
  it("says nothing of a route that sends nothing, and sets no timer", async () => {
    const { server, log } = await serve(host, (_req, res) => res.writeProcessing());
    await begin(server);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10 * PATIENCE);
    expect(log.warnings).toEqual([]);
  });
});

describe("in development, in a project", () => {
  it("names the file of the route that sends nothing", async () => {
    const dir = await project({
      "pages/api/[id]/idle.js": "export default (req, res) => res.writeProcessing();\n",
    });
    const warnings: unknown[] = [];
    const logger = { warn: (text: unknown) => void warnings.push(text), error: () => {} };
    const server = await owned.start({ dir, dev: true, logger, surviveUncaught: false });
    await begin(server, "/api/7/idle");
    vi.advanceTimersByTime(PATIENCE);
    expect(warnings).toEqual([unsent("/api/7/idle", "pages/api/[id]/idle.js")]);
  });
});

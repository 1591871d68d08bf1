import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { gate, get, open, requestText } from "../support/client.ts";
import { type Handler, hosts, inExpress, owned, serve } from "../support/hosts.ts";

interface Trace {
  readonly req: { readonly url: string };
  readonly res: { readonly statusCode: number; readonly writableFinished: boolean };
  readonly route?: string;
  readonly file?: string;
  readonly error?: unknown;
}

const EVENTS = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
type Name = "request" | "route";

interface Seen {
  /** `request start`, in order. */
  readonly events: string[];
  readonly traces: Record<Name, Trace[]>;
  /** Waits for an event, or gives at once where it has been. */
  until(event: string): Promise<void>;
}

/** Subscribes to both channels for the length of a test. */
function subscribe(names: readonly Name[] = ["request", "route"]): Seen {
  const events: string[] = [];
  const traces: Seen["traces"] = { request: [], route: [] };
  let look = (): void => {};
  for (const name of names) {
    const channel = tracingChannel(`pages-api:${name}`);
    const subscribers = Object.fromEntries(
      EVENTS.map((event) => [
        event,
        (trace: unknown) => {
          events.push(`${name} ${event}`);
          traces[name].push(trace as Trace);
          look();
        },
      ]),
    ) as unknown as Parameters<typeof channel.subscribe>[0];
    channel.subscribe(subscribers);
    onTestFinished(() => {
      channel.unsubscribe(subscribers);
    });
  }
  async function until(event: string): Promise<void> {
    while (!events.includes(event)) await new Promise<void>((resolve) => (look = resolve));
  }
  return { events, traces, until };
}

const SYNC = [
  "request start",
  "route start",
  "route end",
  "request end",
  "request asyncStart",
  "request asyncEnd",
];

describe.each(hosts)("the tracing channels of $name", (host) => {
  it("tell of a request and of its route, one object for each", async () => {
    const seen = subscribe();
    const { server } = await serve(host, (_req, res) => res.send("fine"));
    await get(server, { path: "/api/test?a=1" });
    await seen.until("request asyncEnd");
    expect(seen.events).toEqual(SYNC);
    const [request] = seen.traces.request;
    const [route] = seen.traces.route;
    expect(new Set(seen.traces.request)).toEqual(new Set([request]));
    expect(new Set(seen.traces.route).size).toBe(1);
    expect(request!.req.url).toBe("/api/test?a=1");
    expect(request!.res.writableFinished).toBe(true);
    expect(route).toMatchObject({
      route: "/api/test",
      file: "/api/test",
      req: request!.req,
      res: request!.res,
    });
    expect(request).not.toHaveProperty("error");
  });

  it("tell when an asynchronous route settles", async () => {
    const seen = subscribe();
    const { server } = await serve(host, async (_req, res) => {
      await nextTurn();
      res.end();
    });
    await get(server);
    await seen.until("request asyncEnd");
    await seen.until("route asyncEnd");
    const order = seen.events.filter((event) => !event.startsWith("request async"));
    expect(order).toEqual([
      "request start",
      "route start",
      "route end",
      "request end",
      "route asyncStart",
      "route asyncEnd",
    ]);
  });

  const broken = new Error("broken");
  const FAILURES: [name: string, route: Handler, events: string[]][] = [
    [
      "throws",
      () => {
        throw broken;
      },
      ["request start", "route start", "route error", "route end", "request error", "request end"],
    ],
    [
      "rejects",
      () => Promise.reject(broken),
      ["request start", "route start", "route end", "request end", "route error", "request error"],
    ],
  ];

  it.each(FAILURES)("tell of a route that %s", async (_name, route, expected) => {
    const seen = subscribe();
    const { server } = await serve(host, route);
    expect((await get(server)).status).toBe(500);
    await seen.until("request asyncEnd");
    expect(seen.events.filter((event) => !/async(?:Start|End)/.test(event))).toEqual(expected);
    expect(seen.traces.route[0]).toMatchObject({ error: broken });
    expect(seen.traces.request[0]).toMatchObject({ error: broken });
  });

  it("carry a subscriber's store through body parser, route and answer", async () => {
    const storage = new AsyncLocalStorage<string>();
    const ended = gate<string | undefined>();
    const { start, asyncEnd } = tracingChannel("pages-api:request");
    start.bindStore(storage, (trace) => `span of ${(trace as Trace).req.url}`);
    const onEnd = (): void => ended.open(storage.getStore());
    asyncEnd.subscribe(onEnd);
    onTestFinished(() => {
      start.unbindStore(storage);
      asyncEnd.unsubscribe(onEnd);
    });
    const { server } = await serve(host, async (req, res) => {
      const before = storage.getStore();
      await nextTurn();
      res.json([before, storage.getStore(), typeof req.body]);
    });
    const answer = await get(server, {
      path: "/api/test?a",
      method: "POST",
      headers: { "Content-Type": "text/plain" },
    });
    expect(JSON.parse(answer.text)).toEqual(["span of /api/test?a", "span of /api/test?a", "string"]);
    expect(await ended.opened).toBe("span of /api/test?a");
    expect(storage.getStore()).toBe(undefined);
  });

  it("carry a store of the route alone", async () => {
    const storage = new AsyncLocalStorage<unknown>();
    const { start } = tracingChannel("pages-api:route");
    start.bindStore(storage, (trace) => (trace as Trace).route);
    onTestFinished(() => void start.unbindStore(storage));
    const { server } = await serve(host, async (_req, res) => {
      await nextTurn();
      res.json(storage.getStore());
    });
    expect(JSON.parse((await get(server)).text)).toBe("/api/test");
  });
});

it("tell of a 404 as a request without a route and without an error", async () => {
  const seen = subscribe();
  const { server } = await serve(owned, (_req, res) => res.end());
  await get(server, { path: "/none" });
  await seen.until("request asyncEnd");
  expect(seen.events).toEqual(["request start", "request end", "request asyncStart", "request asyncEnd"]);
  expect(seen.traces.request[0]!.res.statusCode).toBe(404);
});

it("tell nothing of the host's own requests", async () => {
  const seen = subscribe();
  const { server } = await serve(inExpress, (_req, res) => res.end());
  await get(server, { path: "/other" });
  await get(server);
  await seen.until("request asyncEnd");
  expect(seen.events).toEqual(SYNC);
});

it("tell of the end of a request whose client has left, with the store of its start", async () => {
  const storage = new AsyncLocalStorage<string>();
  const stores: unknown[] = [];
  const { start, asyncEnd } = tracingChannel("pages-api:request");
  start.bindStore(storage, () => "span");
  const onEnd = (): void => void stores.push(storage.getStore());
  asyncEnd.subscribe(onEnd);
  onTestFinished(() => {
    start.unbindStore(storage);
    asyncEnd.unsubscribe(onEnd);
  });
  const seen = subscribe(["request"]);
  const entered = gate();
  const { server } = await serve(owned, async (_req, res) => {
    entered.open();
    await new Promise((resolve) => res.once("close", resolve));
  });
  const { socket } = await open(server, requestText());
  await entered.opened;
  socket.destroy();
  await seen.until("request asyncEnd");
  expect(seen.traces.request[0]!.res.writableFinished).toBe(false);
  expect(stores).toEqual(["span"]);
});

it("see a subscriber of the route alone, and one of errors alone", async () => {
  const routes = subscribe(["route"]);
  const errors: unknown[] = [];
  const { error } = tracingChannel("pages-api:request");
  const onError = (trace: unknown): void => void errors.push((trace as Trace).error);
  error.subscribe(onError);
  onTestFinished(() => {
    error.unsubscribe(onError);
  });
  const { server } = await serve(owned, () => {
    throw new Error("broken");
  });
  await get(server);
  expect(routes.events).toEqual(["route start", "route error", "route end"]);
  expect(errors).toEqual([new Error("broken")]);
});

it("cost nothing where nobody subscribes: no listener is added", async () => {
  const counts: number[][] = [];
  const { server } = await serve(owned, (_req, res) => {
    counts.push([res.listenerCount("close"), res.listenerCount("finish")]);
    res.end();
  });
  await get(server);
  const seen = subscribe(["request"]);
  await get(server);
  await seen.until("request asyncEnd");
  const [without, subscribed] = counts;
  expect(subscribed).toEqual(without!.map((count) => count + 1));
});

import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { get } from "../support/client.ts";
import { type Handler, hosts, inExpressAfter, keepLog, owned, serve } from "../support/hosts.ts";
import { UUID } from "../support/lines.ts";
import { createServer } from "../../src/index.ts";

const showing: Handler = (req, res) => res.json({ id: req.id ?? null });

const KEPT = ["abc", "7", "!~", "x".repeat(128), "a/b+c=:,;"];
const REFUSED = ["x".repeat(129), "a b", "a\tb", "\u00e9", ""];

describe.each(hosts)("requestId with $name", (host) => {
  it("makes an id, other for each request, and sends it back", async () => {
    const { server } = await serve(host, showing, { requestId: true });
    const ids = new Set<string>();
    for (let index = 0; index < 3; index += 1) {
      const { text, headers } = await get(server);
      const { id } = JSON.parse(text) as { id: string };
      expect(id).toMatch(UUID);
      expect(headers["x-request-id"]).toBe(id);
      ids.add(id);
    }
    expect(ids.size).toBe(3);
  });

  it.each(KEPT)("keeps %s of the client", async (id) => {
    const { server } = await serve(host, showing, { requestId: true });
    const { text, headers } = await get(server, { headers: { "X-Request-Id": id } });
    expect(JSON.parse(text)).toEqual({ id });
    expect(headers["x-request-id"]).toBe(id);
  });

  it.each(REFUSED)("makes another than %j of the client", async (id) => {
    const { server } = await serve(host, showing, { requestId: true });
    const { headers } = await get(server, { headers: { "X-Request-Id": id } });
    expect(headers["x-request-id"]).toMatch(UUID);
  });

  it("is off by default", async () => {
    const { server } = await serve(host, showing);
    const { text, headers } = await get(server, { headers: { "X-Request-Id": "abc" } });
    expect(JSON.parse(text)).toEqual({ id: null });
    expect(headers).not.toHaveProperty("x-request-id");
  });

  it("is on for the log's sake, which the client is not told of", async () => {
    const { server } = await serve(host, showing, { accessLog: { info() {} } });
    const { text, headers } = await get(server, { headers: { "X-Request-Id": "abc" } });
    expect(JSON.parse(text)).toEqual({ id: "abc" });
    expect(headers).not.toHaveProperty("x-request-id");
  });

  it("takes another header, and another maker of ids", async () => {
    const requestId = { header: "X-Trace", generate: (req: IncomingMessage) => `made-${req.method}` };
    const { server } = await serve(host, showing, { requestId });
    expect((await get(server)).headers["x-trace"]).toBe("made-GET");
    const own = await get(server, { headers: { "x-trace": "own", "x-request-id": "no" } });
    expect(own.headers["x-trace"]).toBe("own");
    expect(JSON.parse(own.text)).toEqual({ id: "own" });
  });

  const BAD: [name: string, generate: () => string][] = [
    [
      "throws",
      () => {
        throw new Error("no entropy");
      },
    ],
    ["gives a line break", () => "a\r\nSet-Cookie: b=1"],
    ["gives nothing", () => undefined as unknown as string],
  ];

  it.each(BAD)("stands a maker of ids that %s, and logs it", async (_name, generate) => {
    const log = keepLog();
    const { server } = await serve(host, showing, { requestId: { generate }, logger: log });
    const { status, headers } = await get(server);
    expect(status).toBe(200);
    expect(headers["x-request-id"]).toMatch(UUID);
    expect(headers).not.toHaveProperty("set-cookie");
    expect(log.errors).toHaveLength(1);
  });

  it("tells the id with a 404 and with a 500", async () => {
    const { server } = await serve(host, () => Promise.reject(new Error("broken")), { requestId: true });
    const failed = await get(server, { headers: { "X-Request-Id": "abc" } });
    expect(failed.status).toBe(500);
    expect(failed.headers["x-request-id"]).toBe("abc");
    // In Express it is no request of ours.
    if (host.name.includes("Express")) return;
    const missing = await get(server, { path: "/none", headers: { "X-Request-Id": "abc" } });
    expect(missing.headers["x-request-id"]).toBe("abc");
  });
});

it("keeps the id that the host's middleware has set", async () => {
  const host = inExpressAfter((req, _res, next) => {
    Object.assign(req, { id: 42 });
    next();
  });
  const { server } = await serve(host, showing, { requestId: true });
  const { text, headers } = await get(server, { headers: { "X-Request-Id": "abc" } });
  expect(JSON.parse(text)).toEqual({ id: "42" });
  expect(headers["x-request-id"]).toBe("42");
});

it("leaves the host's own requests alone", async () => {
  const { server } = await serve(inExpressAfter(), showing, { requestId: true });
  const { status, headers } = await get(server, { path: "/other" });
  expect(status).toBe(404);
  expect(headers).not.toHaveProperty("x-request-id");
});

it.each(["", "a b", "x\r\ny", "naïve"])("refuses the header %j when the server is made", (header) => {
  expect(() => createServer({ routes: {}, requestId: { header } })).toThrow(TypeError);
});

it("lets a route send another id", async () => {
  const { server } = await serve(owned, (_req, res) => res.setHeader("X-Request-Id", "own").end(), {
    requestId: true,
  });
  expect((await get(server)).headers["x-request-id"]).toBe("own");
});

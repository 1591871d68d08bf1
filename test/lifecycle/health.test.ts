import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { describe, expect, it } from "vitest";
import { createHandler, createServer, type HealthOptions } from "../../src/index.ts";
import { open, requestText } from "../support/client.ts";
import { makeGate } from "../support/gate.ts";
import { bare, type Handler, hosts, keepLog, listen, owned, project, serve } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const route: Handler = (req, res) => res.end(`route ${req.url}`);

describe.each(hosts)("health in $name", (host) => {
  it("is off unless it is asked for", async () => {
    const { server } = await serve(host, route);
    expect((await ask(server, "/livez")).status).toBe(404);
    expect((await ask(server, "/readyz")).status).toBe(404);
  });

  it.each(["/livez", "/readyz", "/livez?verbose", "/readyz?verbose"])("answers %s", async (path) => {
    const { server } = await serve(host, route, { health: true });
    const { status, headers, body } = await ask(server, path);
    expect([status, body]).toEqual([200, '{"status":"ok"}']);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": "15",
      "cache-control": "no-store",
    });
  });

  it("answers HEAD without a body, and leaves other methods and paths alone", async () => {
    const { server } = await serve(host, route, { health: true });
    expect(await ask(server, "/livez", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
    expect((await ask(server, "/livez", { method: "POST" })).status).toBe(404);
    for (const path of ["/livezz", "/livez/", "/api/livez"])
      expect((await ask(server, path)).body).not.toContain("ok");
    expect((await ask(server, "/api/test?a=1")).body).toBe("route /api/test?a=1");
  });

  it("has paths of its own, which come before routes", async () => {
    const health = { live: "/healthz", ready: "/api/test" };
    const { server } = await serve(host, route, { health });
    expect((await ask(server, "/healthz")).body).toBe('{"status":"ok"}');
    expect((await ask(server, "/api/test")).body).toBe('{"status":"ok"}');
    expect((await ask(server, "/livez")).status).toBe(404);
  });

  it.each<[string, () => unknown]>([
    ["gives false", () => false],
    ["resolves to false", async () => false],
    [
      "throws",
      () => {
        throw new Error("no database");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no database"))],
  ])("is not ready while its check %s; logged once", async (_name, fails) => {
    let failing = true;
    const check = (): unknown => (failing ? fails() : undefined);
    const { server, log } = await serve(host, route, { health: { check } });
    for (let times = 0; times < 2; times++) {
      const { status, body } = await ask(server, "/readyz");
      expect([status, body]).toEqual([503, '{"status":"failing"}']);
    }
    expect(log.errors).toHaveLength(1);
    expect((await ask(server, "/livez")).status).toBe(200);
    failing = false;
    expect((await ask(server, "/readyz")).status).toBe(200);
    failing = true;
    await ask(server, "/readyz");
    expect(log.errors).toHaveLength(2);
  });

  it.each<[HealthOptions, string]>([
    [{ live: "livez" }, '`health.live` is "livez". Write a path, such as "/healthz".'],
    [{ ready: "/a?b" }, '`health.ready` is "/a?b". Write a path, such as "/healthz".'],
    [{ ready: "/livez" }, "`health` has the path /livez twice. Choose two paths."],
  ])("refuses %o", async (health, message) => {
    await expect(serve(host, route, { health })).rejects.toThrow(new TypeError(message));
  });
});

describe("readiness", () => {
  it("is 503 while the routes are loaded; liveness is not", async () => {
    const gate = makeGate();
    const dir = await project({
      "pages/api/slow.mjs": "",
      "pages/api/slow.js": `module.exports = () => {};`,
      "pages/api/held.ts": `await (globalThis as any)[${JSON.stringify(gate.name)}](); export default () => {};`,
      "package.json": '{"type":"module"}',
      "pages/api/other.ts": "export default (req: any, res: any) => res.end('other');",
    });
    const server = await listen(createServer({ dir, dev: false, health: true, logger: keepLog() }));
    expect(await ask(server, "/readyz")).toMatchObject({ status: 503, body: '{"status":"starting"}' });
    expect(await ask(server, "/livez")).toMatchObject({ status: 200 });
    await gate.reached;
    gate.open();
    await server.ready();
    expect(await ask(server, "/readyz")).toMatchObject({ status: 200 });
  });

  it("is 503 for a server whose routes are wrong", async () => {
    const handler = createHandler({ dir: await project({}), dev: false, health: true });
    const server = await listen(createHttpServer(handler));
    await handler.ready().catch(() => {});
    expect(await ask(server, "/readyz")).toMatchObject({ status: 503, body: '{"status":"broken"}' });
  });

  it.each([owned, bare])("is 503 on open connections when the end has begun: $name", async (host) => {
    const held = makeGate();
    const hold = (globalThis as never as Record<string, () => Promise<void>>)[held.name]!;
    const handler = createHandler({
      routes: { "/api/held": (_req, res) => hold().then(() => res.end()) },
      health: true,
    });
    const server =
      host === owned
        ? await listen(
            createServer({
              routes: { "/api/held": (_req, res) => hold().then(() => res.end()) },
              health: true,
            }),
          )
        : await listen(createHttpServer((req, res) => handler(req, res)));
    const busy = await open(server, requestText({ path: "/api/held" }));
    await held.reached;
    const idle = await open(server, requestText({ path: "/readyz" }));
    await idle.until('{"status":"ok"}');
    const ended = host === owned ? (server as ReturnType<typeof createServer>).shutdown() : handler.close();
    idle.socket.write(requestText({ path: "/readyz" }));
    await idle.until(/HTTP\/1\.1 503 [^]*\{"status":"stopping"\}/);
    held.open();
    await busy.until("200 OK");
    expect(await ended).toEqual({ cut: 0 });
    if (host === owned) await once(busy.socket, "close");
  });
});

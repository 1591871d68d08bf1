import { createServer as createHttpServer, request, type Server } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  clientAddress,
  createFetch,
  createHandler,
  createServer,
  type ServerOptions,
  type TrustProxy,
} from "../../src/index.ts";
import { inject } from "../../src/testing/index.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { middlewareMounts } from "../support/mounts.ts";
import { portOf } from "../support/wire.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** Listens on a Unix socket, and gives its path and a function that asks there. */
async function listenOn(server: Server): Promise<{ path: string; ask: Ask }> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-socket-"));
  const socketPath = join(dir, "x.sock");
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true });
  });
  const ask: Ask = (path, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath, path, headers, agent: false }, (res) => {
        void text(res).then(
          (body) => resolve({ status: res.statusCode!, headers: res.headers, body }),
          reject,
        );
      });
      sent.on("error", reject).end();
    });
  return { path: socketPath, ask };
}

const FORWARDED = {
  host: "app.test",
  "x-forwarded-host": "app.test",
  "x-forwarded-proto": "http",
};

const FILES = {
  "package.json": '{"type":"module"}',
  "pages/api/node.js": "export default (req, res) => res.json({ url: req.url, headers: req.headers });",
  "pages/api/edge.js": `
    export const config = { runtime: "edge" };
    export default (req) => Response.json({ url: req.url, headers: Object.fromEntries(req.headers) });`,
  "app/web/route.js":
    "export const GET = (req) => Response.json({ url: req.url, headers: Object.fromEntries(req.headers) });",
  "middleware.js": `
    import { NextResponse } from "next/server";
    export default (req) => {
      const { pathname } = req.nextUrl;
      if (pathname === "/moved") return NextResponse.redirect(new URL("/there?a=1", req.url));
      if (pathname === "/inside") return NextResponse.rewrite(new URL("/api/node", req.url));
      const url = req.nextUrl.clone();
      url.pathname = "/web";
      if (pathname === "/cloned") return NextResponse.rewrite(url);
      return NextResponse.next();
    };`,
};

/** The middleware sends clients and requests to paths of this server; never to whoever has port 80. */
async function expectInside(ask: (path: string) => Promise<Answer>): Promise<void> {
  const moved = await ask("/moved");
  expect([moved.status, moved.headers["location"]]).toEqual([307, "/there?a=1"]);
  const inside = await ask("/inside");
  expect([inside.status, JSON.parse(inside.body)]).toEqual([
    200,
    expect.objectContaining({ url: "/inside" }),
  ]);
  const cloned = await ask("/cloned");
  expect([cloned.status, new URL((JSON.parse(cloned.body) as { url: string }).url).pathname]).toEqual([
    200,
    "/cloned",
  ]);
}

describe("a server on a Unix socket", () => {
  const start = async (options: ServerOptions = {}): Promise<{ path: string; ask: Ask }> => {
    const server = createServer({ dir: await project(FILES), dev: false, logger: keepLog(), ...options });
    await server.ready();
    return listenOn(server);
  };

  it("adds no port and no address to the headers, as it has none", async () => {
    const { ask } = await start();
    for (const path of ["/api/node", "/api/edge", "/web"]) {
      const { body } = await ask(path, { Host: "app.test" });
      const { url, headers } = JSON.parse(body) as { url: string; headers: object };
      expect([path, headers]).toEqual([path, { connection: "close", ...FORWARDED }]);
      expect(url).toBe(path === "/api/node" ? path : `http://app.test${path}`);
    }
  });

  it("leaves what a proxy says of the client", async () => {
    const { ask } = await start();
    const said = {
      "x-forwarded-host": "shop.test",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-forwarded-for": "203.0.113.7",
    };
    for (const path of ["/api/node", "/api/edge", "/web"]) {
      const { body } = await ask(path, { Host: "app.test", ...said });
      const { url, headers } = JSON.parse(body) as { url: string; headers: object };
      expect(headers).toMatchObject(said);
      if (path !== "/api/node") expect(url).toBe(`https://app.test${path}`);
    }
  });

  it("gives a request without a host the URL of localhost, without a port", async () => {
    const { path } = await start();
    for (const [more, scheme] of [
      ["", "http"],
      ["X-Forwarded-Proto: https\r\n", "https"],
    ]) {
      const socket = connect(path);
      socket.write(`GET /api/edge HTTP/1.0\r\n${more}\r\n`);
      expect(await text(socket)).toContain(`{"url":"${scheme}://localhost/api/edge"`);
    }
  });

  it("keeps redirects and rewrites of the middleware inside", async () => {
    const { ask } = await start();
    await expectInside((path) => ask(path, { Host: "app.test" }));
    await expectInside((path) => ask(path, { Host: "app.test", "X-Forwarded-Proto": "https" }));
  });

  it("forwards to another server with the client's host, and no empty address", async () => {
    const other = await listen(
      createHttpServer((req, res) => res.end(JSON.stringify({ url: req.url, headers: req.headers }))),
    );
    const destination = `http://127.0.0.1:${portOf(other)}/:path*`;
    const config = { rewrites: () => [{ source: "/out/:path*", destination }] };
    const { ask } = await start({ nextConfig: config });
    const { body } = await ask("/out/a?b=1", { Host: "app.test" });
    const { url, headers } = JSON.parse(body) as { url: string; headers: Record<string, string> };
    expect(url).toBe("/a?b=1");
    expect(headers).toMatchObject({ "x-forwarded-host": "app.test" });
    expect(Object.keys(headers)).not.toContain("x-forwarded-for");
    expect(Object.keys(headers)).not.toContain("x-forwarded-port");
  });

  it("in development answers to localhost and allowed hosts alone", async () => {
    vi.stubEnv("NODE_ENV", "development");
    onTestFinished(() => void vi.unstubAllEnvs());
    const { ask } = await start({ dev: true, allowedHosts: ["dev.test"] });
    const statusOf = async (host: string): Promise<number> => (await ask("/api/node", { Host: host })).status;
    expect(await statusOf("evil.test")).toBe(403);
    expect(await statusOf("localhost")).toBe(200);
    expect(await statusOf("dev.test")).toBe(200);
  });
});

/** The peer has no address. */
const TRUSTED: readonly (readonly [trustProxy: TrustProxy | undefined, client: string])[] = [
  [undefined, ""],
  [1, "203.0.113.7"],
  [true, "203.0.113.7"],
  ["loopback", ""],
  [(address) => address.startsWith("10."), ""],
  [(address, hop) => address === "" && hop === 0, "203.0.113.7"],
];

describe("the client of a Unix socket", () => {
  it.each(TRUSTED)("with trustProxy %o is %o, also in the log", async (trustProxy, client) => {
    const entries: object[] = [];
    const errors = keepLog();
    const server = createServer({
      dev: false,
      logger: errors,
      accessLog: { info: (entry: object) => void entries.push(entry) },
      routes: { "/api/test": (req, res) => res.send(clientAddress(req)) },
      ...(trustProxy !== undefined && { trustProxy }),
    });
    await server.ready();
    const { ask } = await listenOn(server);
    const { status, body } = await ask("/api/test", { "X-Forwarded-For": "203.0.113.7" });
    expect([status, body]).toEqual([200, client]);
    await expect.poll(() => entries).toMatchObject([{ remoteAddress: client, status: 200 }]);
    expect(errors.errors).toEqual([]);
  });
});

describe("a handler behind a host on a Unix socket", () => {
  it.each(middlewareMounts)("adds no port and no address, in $name", async ({ start }) => {
    const handler = createHandler({ dir: await project(FILES), dev: false });
    await handler.ready();
    const inner = await start(handler);
    // The host's own server listens at a port: the same listener serves the socket.
    const { ask } = await listenOn(createHttpServer((req, res) => void inner.emit("request", req, res)));
    const { body } = await ask("/api/node", { Host: "app.test" });
    expect(JSON.parse(body)).toMatchObject({ url: "/api/node", headers: FORWARDED });
    expect(Object.keys((JSON.parse(body) as { headers: object }).headers)).not.toContain("x-forwarded-port");
    await expectInside((path) => ask(path, { Host: "app.test" }));
  });
});

describe("a middleware where the port is the scheme's own", () => {
  it.each(["http://app.test", "https://app.test", "http://app.test:443", "https://app.test:80"])(
    "sends clients and requests to paths of this server, for createFetch at %s",
    async (origin) => {
      const answer = createFetch({ dir: await project(FILES), dev: false });
      onTestFinished(async () => void (await answer.close()));
      await expectInside(async (path) => {
        const response = await answer(new Request(origin + path));
        const { status, headers } = response;
        return { status, headers: Object.fromEntries(headers), body: await response.text() };
      });
    },
  );

  it("sends clients and requests to paths of this server, for inject", async () => {
    const server = createServer({ dir: await project(FILES), dev: false });
    onTestFinished(async () => void (await server.shutdown()));
    await expectInside(async (path) => {
      const { statusCode, headers, body } = await inject(server, path);
      return { status: statusCode, headers, body };
    });
  });
});

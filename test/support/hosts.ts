import { createServer as createHttpServer, type Server } from "node:http";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import express from "express";
import { onEnd } from "./lifetime.ts";
import { createHandler, createServer, type RouteModule, type ServerOptions } from "../../src/index.ts";

/** A way of serving routes: the contract is the same in each. */
export interface Host {
  readonly name: string;
  /** Starts on a free port of 127.0.0.1, ready to answer; ends with the test that started it. */
  start(options: ServerOptions): Promise<Server>;
}

/** A server of our own. */
export const owned: Host = {
  name: "createServer",
  async start(options) {
    const server = createServer(options);
    await server.ready();
    return listen(server);
  },
};

/** Our handler in a server of node:http. */
export const bare: Host = {
  name: "createHandler in node:http",
  async start(options) {
    const handler = createHandler(options);
    await handler.ready();
    return listen(createHttpServer((req, res) => handler(req, res)));
  },
};

/** Our handler in an Express 5 app, after middleware of its own. */
export function inExpressAfter(...middleware: express.RequestHandler[]): Host {
  return {
    name: "createHandler in Express 5",
    async start(options) {
      const handler = createHandler(options);
      await handler.ready();
      const app = express();
      app.disable("x-powered-by");
      app.use(...middleware, handler);
      return listen(createHttpServer(app));
    },
  };
}

/** Our handler in an Express 5 app. */
export const inExpress: Host = inExpressAfter();

export const hosts: readonly Host[] = [owned, bare, inExpress];

/** Listens on a free port of 127.0.0.1; ends with the test. */
export async function listen<S extends Server>(server: S): Promise<S> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return server;
}

/** A logger that keeps what it is told. */
export interface KeptLog {
  readonly errors: unknown[];
  readonly warnings: unknown[];
  error(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}

export function keepLog(): KeptLog {
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  return {
    errors,
    warnings,
    error: (...data) => void errors.push(...data),
    warn: (...data) => void warnings.push(...data),
  };
}

export type Handler = RouteModule["default"];

/** What a test looks at: the server, and what its logger was told. */
export interface Served {
  readonly server: Server;
  readonly log: KeptLog;
}

/**
 * Serves one route, `/api/test`, beside `/api/next`, which answers `next`. As in production, but that nothing which
 * escapes is caught: it fails the test run.
 */
export async function serve(
  host: Host,
  route: Handler | RouteModule,
  options: ServerOptions = {},
): Promise<Served> {
  const log = keepLog();
  const routes = { "/api/test": route, "/api/next": ((_req, res) => res.end("next")) as Handler };
  const server = await host.start({ dev: false, logger: log, surviveUncaught: false, routes, ...options });
  return { server, log };
}

/** Writes a project into a new folder, by path and text; it goes with the test that made it. */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-"));
  onEnd(() => rm(dir, { recursive: true, force: true }));
  // Compiled modules go below node_modules, where vitest leaves import() to Node.
  await mkdir(join(dir, "node_modules"));
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return dir;
}

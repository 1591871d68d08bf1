import { createServer as createHttpServer, type Server } from "node:http";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import express from "express";
import { onTestFinished } from "vitest";
import { createHandler, createServer, type Options } from "../src/index.ts";

/** A way of serving routes: the contract is the same in each. */
export interface Host {
  readonly name: string;
  /** Starts on a free port of 127.0.0.1, ready to answer; ends with the test that started it. */
  start(options: Options): Promise<Server>;
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

/** Our handler in an Express 5 app. */
export const inExpress: Host = {
  name: "createHandler in Express 5",
  async start(options) {
    const handler = createHandler(options);
    await handler.ready();
    const app = express();
    app.disable("x-powered-by");
    app.use(handler);
    return listen(createHttpServer(app));
  },
};

export const hosts: readonly Host[] = [owned, bare, inExpress];

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
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

/** Writes a project into a new folder, by path and text; it goes with the test that made it. */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  // Compiled modules go below node_modules, where vitest leaves import() to Node.
  await mkdir(join(dir, "node_modules"));
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return dir;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { symlink, writeFile } from "node:fs/promises";
import * as vite8 from "vite";
import { pagesApi, type PluginOptions } from "../../src/vite/index.ts";
import { project as bareProject } from "./hosts.ts";
import { onEnd } from "./lifetime.ts";

export type Vite = typeof vite8;

/** Both versions that the plugin supports; their types differ in nothing that is used here. */
export const versions: readonly (readonly [string, Vite])[] = [
  ["Vite 8", vite8],
  ["Vite 7", (await import("vite7")) as unknown as Vite],
];

const ROOT = new URL("../..", import.meta.url).pathname;
const INDEX =
  '<!doctype html><html><body><p id="app">page</p><script type="module" src="/src/main.js"></script></body></html>';

/** A project with a client, and with this package among its dependencies. */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await bareProject({
    "package.json": '{ "type": "module" }',
    "index.html": INDEX,
    "src/main.js": "document.title = 'ready';",
    ...files,
  });
  await symlink(ROOT, join(dir, "node_modules/pages-api"));
  return dir;
}

/** Vite's settings in a test: no file is read for them, and what is logged is kept. */
export function settings(
  dir: string,
  options: PluginOptions,
  config: vite8.InlineConfig,
  log: string[],
): vite8.InlineConfig {
  const logger = vite8.createLogger("info", { allowClearScreen: false });
  const keep = (text: string): void => void log.push(text);
  const plugins = [pagesApi(options), ...(config.plugins ?? [])];
  const customLogger = { ...logger, info: keep, warn: keep, warnOnce: keep, error: keep };
  return { root: dir, configFile: false, customLogger, ...config, plugins };
}

export interface Served {
  readonly url: string;
  /** What has been printed so far. */
  log(): string;
}

/** A development server on a free port of 127.0.0.1; ends with the test. */
export async function serveVite(
  vite: Vite,
  dir: string,
  options: PluginOptions = {},
  config: vite8.InlineConfig = {},
): Promise<Served & { server: vite8.ViteDevServer }> {
  const log: string[] = [];
  const host = { host: "127.0.0.1", port: 0 };
  const server = await vite.createServer(
    settings(dir, options, { ...config, server: { ...host, ...config.server } }, log),
  );
  onEnd(() => server.close());
  await server.listen();
  return { url: urlOf(server.httpServer!), server, log: () => log.join("\n") };
}

const CONFIG = 'import { pagesApi } from "pages-api/vite"; export default { plugins: [pagesApi()] };';

/**
 * A development server as its command line starts it: only in a process of its own do stack traces and rejected
 * promises go their usual way. Ends with the test.
 */
export async function spawnVite(name: string, dir: string): Promise<Served> {
  await writeFile(join(dir, "vite.config.js"), CONFIG);
  const program = join(ROOT, "node_modules", name === "Vite 7" ? "vite7" : "vite", "bin/vite.js");
  const env = { ...process.env, NODE_ENV: undefined, VITEST: undefined, NO_COLOR: "1" };
  const child = spawn(process.execPath, [program, "--host", "127.0.0.1", "--port", "0"], { cwd: dir, env });
  onEnd(() => void child.kill("SIGKILL"));
  let output = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += String(chunk);
        if (/Local: +http:.*\n/.test(output)) resolve();
      });
    }
    child.once("close", () => reject(new Error(`Vite has ended: ${output}`)));
  });
  return { url: /http:\/\/[\d.:]+/.exec(output)![0], log: () => output };
}

export function urlOf(server: { address(): unknown }): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Builds as `vite build` does; gives what is printed. */
export async function build(
  vite: Vite,
  dir: string,
  options: PluginOptions = {},
  config: vite8.InlineConfig = {},
): Promise<string> {
  const log: string[] = [];
  const builder = await vite.createBuilder(settings(dir, options, config, log));
  await builder.buildApp();
  return log.join("\n");
}

export interface Started {
  readonly url: string;
  readonly child: ChildProcess;
  /** What has been printed as errors. */
  errors(): string;
}

/** Runs a built server.js on a free port; ends with the test. */
export async function start(file: string): Promise<Started> {
  const env = { ...process.env, NODE_ENV: undefined, PORT: "0", HOST: "127.0.0.1" };
  const child = spawn(process.execPath, [file], { cwd: "/", env, stdio: ["ignore", "pipe", "pipe"] });
  onEnd(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += String(chunk)));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { url: /http:\/\/[\d.:]+/.exec(String(line))![0], child, errors: () => errors };
}

import { execFile, execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const NEXT = "16.4.6";
export const APP = fileURLToPath(new URL("app", import.meta.url));

const PACKAGES = [
  `next@${NEXT}`,
  "react@19",
  "react-dom@19",
  "typescript@5",
  "@types/react@19",
  "@types/node@20",
];
const BUILD_LIMIT = 600_000;
const START_LIMIT = 60_000;

export interface Running {
  port: number;
  stop(): Promise<void>;
}

/** A folder with Next installed and an app built in it; `PARITY_NEXT_DIR` names an install to use again. */
export async function buildNext(app = APP): Promise<{ folder: string; remove(): void }> {
  const { install, folder, remove } = placeNext(app);
  try {
    await buildApp(install, folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

/** The same without a build. */
export function placeNext(app: string): { install: string; folder: string; remove(): void } {
  const given = process.env.PARITY_NEXT_DIR;
  const install = given || installNext();
  const folder = mkdtempSync(join(install, "parity-"));
  const remove = (): void => rmSync(given ? folder : install, { recursive: true, force: true });
  const isBuilt = (path: string): boolean => /[\\/]\.(?:next|pages-api)(?:$|[\\/])/.test(path);
  cpSync(app, folder, { recursive: true, filter: (path) => !isBuilt(path) });
  return { install, folder, remove };
}

/** Builds the app in `folder`, which is in `install`. */
export async function buildApp(install: string, folder: string): Promise<void> {
  const options = { cwd: folder, env: environment(), timeout: BUILD_LIMIT };
  // Not in this thread, which may be what the build's handlers fetch from.
  await promisify(execFile)(process.execPath, [binary(install), "build"], options);
}

/** A new folder with Next installed in it; whoever asks for it removes it. */
export function installNext(): string {
  const install = mkdtempSync(join(tmpdir(), "parity-next-"));
  writeFileSync(join(install, "package.json"), JSON.stringify({ private: true }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...PACKAGES], {
    cwd: install,
    stdio: "inherit",
  });
  return install;
}

function binary(install: string): string {
  return join(install, "node_modules", "next", "dist", "bin", "next");
}

function environment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, PORT: _port, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: "1" };
}

/**
 * @param variables added to the environment
 * @param host by default 127.0.0.1; `localhost` where a middleware rewrites: Next takes a URL of another name for another server's
 */
export async function startNext(
  folder: string,
  variables: NodeJS.ProcessEnv = {},
  host = "127.0.0.1",
  command: "start" | "dev" = "start",
): Promise<Running> {
  const port = await freePort();
  const args = [binary(join(folder, "..")), command, "-p", String(port), "-H", host];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...environment(), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.resume();
  await ready(child);
  return { port, stop: () => stop(child) };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Next does not become ready")), START_LIMIT);
    child.once("exit", (code) => reject(new Error(`Next ended with ${code}`)));
    child.stdout?.on("data", (data: Buffer) => {
      if (!data.toString().includes("Ready in")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

export function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

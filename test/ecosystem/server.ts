import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { freePort, stop } from "../parity/next.ts";
import { createUpstream } from "./upstream.ts";

declare module "vitest" {
  export interface ProvidedContext {
    origin: string;
    upstream: string;
  }
}

export const PROJECT = fileURLToPath(new URL(".", import.meta.url));
const SERVE = join(PROJECT, "serve.mjs");
const CLI = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const START_LIMIT = 60_000;

export interface Running {
  readonly origin: string;
  /** Ends the server; rejects when it tried to reach another host than this one. */
  stop(): Promise<void>;
}

/**
 * Serves a project by `createServer({ dir })` of the package as it ships: what `pages-api build` makes of it where
 * `ECOSYSTEM_BUILD` says so, else its sources.
 */
export async function startServer(dir: string, env: NodeJS.ProcessEnv): Promise<Running> {
  rmSync(join(dir, ".pages-api"), { recursive: true, force: true });
  if (process.env.ECOSYSTEM_BUILD) {
    execFileSync(process.execPath, [CLI, "build"], {
      cwd: dir,
      stdio: "pipe",
      env: { ...process.env, ...env },
    });
  }
  return startProgram([SERVE], dir, env);
}

async function startProgram(args: string[], dir: string, env: NodeJS.ProcessEnv): Promise<Running> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, {
    cwd: dir,
    env: { ...process.env, NODE_ENV: "production", PORT: `${port}`, NEXTAUTH_URL: origin, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  createInterface(child.stderr).on("line", (line) => said.push(line));
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stdout).on("line", (line) => line.includes("Ready in") && resolve());
  });
  const signal = AbortSignal.timeout(START_LIMIT);
  try {
    const ended = once(child, "exit", { signal }).then(() => Promise.reject(new Error("It ended.")));
    await Promise.race([ready, ended]);
    ended.catch(() => {});
  } catch (cause) {
    child.kill("SIGKILL");
    throw new Error(`The server in ${dir} does not start.\n${said.join("\n")}`, { cause });
  }
  return {
    origin,
    async stop() {
      const ended = child.exitCode ?? child.signalCode;
      if (ended !== null) throw new Error(`The server in ${dir} ended (${ended}).\n${said.join("\n")}`);
      await stop(child);
      if (process.env.ECOSYSTEM_LOG) console.error(said.join("\n"));
      const outside = said.filter((line) => line.startsWith("reached outside"));
      if (outside.length > 0) throw new Error([...new Set(outside)].join("\n"));
    },
  };
}

/** `ECOSYSTEM_NEXT` names a folder with these pages, built by Next, to have it answer the same tests. */
function startProject(env: NodeJS.ProcessEnv): Promise<Running> {
  const next = process.env.ECOSYSTEM_NEXT;
  if (!next) return startServer(PROJECT, env);
  const binary = join(next, "node_modules/next/dist/bin/next");
  return startProgram([binary, "start", "-H", "127.0.0.1"], next, { ...env, NEXT_TELEMETRY_DISABLED: "1" });
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstream = createUpstream().listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  // Vitest waits for whatever is left open.
  const close = (): void => {
    upstream.close();
    upstream.closeAllConnections();
  };
  const server = await startProject({ UPSTREAM: address }).catch((error: unknown) => {
    close();
    throw error;
  });
  provide("origin", server.origin);
  provide("upstream", address);
  return async () => {
    close();
    // What is thrown while Vitest tears down is printed, and forgotten.
    await server.stop().catch((error: unknown) => {
      process.exitCode = 1;
      throw error;
    });
  };
}

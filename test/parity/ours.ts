import { execFileSync, spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { Mount } from "./compare.ts";
import { APP, stop } from "./next.ts";
import type { Running } from "./next.ts";

const START_LIMIT = 30_000;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = `${ROOT}node_modules/.cache/parity/`;
const COMPILED = `${PACKAGE}dist/`;
const SERVE = fileURLToPath(new URL("serve.mjs", import.meta.url));

/** Compiles `src` as a release does, for the servers started after it. */
export function compileOurs(): void {
  const tsc = `${ROOT}node_modules/typescript/bin/tsc`;
  const args = [
    "-p",
    `${ROOT}tsconfig.build.json`,
    "--outDir",
    COMPILED,
    "--declaration",
    "false",
    "--noCheck",
  ];
  execFileSync(process.execPath, [tsc, ...args], { cwd: ROOT, stdio: "pipe" });
  copyFileSync(`${ROOT}package.json`, `${PACKAGE}package.json`);
}

/**
 * Our server with an app, in a process of its own.
 *
 * @param variables added to the environment
 */
export function startOurs(mount: Mount, app = APP, variables: NodeJS.ProcessEnv = {}): Promise<Running> {
  const entry = pathToFileURL(`${COMPILED}index.js`).href;
  const child = spawn(process.execPath, [SERVE, entry, app, mount], {
    env: { ...process.env, NODE_ENV: "production", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data.toString()).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${mount}: ${why}\n${said}`));
    const timer = setTimeout(() => fail("does not become ready"), START_LIMIT);
    child.once("exit", (code) => fail(`ended with ${code}`));
    child.stdout.on("data", (data: Buffer) => {
      const port = /^port (\d+)$/m.exec(data.toString())?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve({ port: Number(port), stop: () => stop(child) });
    });
  });
}

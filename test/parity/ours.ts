import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Mount } from "./compare.ts";
import { APP, stop } from "./next.ts";
import type { Running } from "./next.ts";

const START_LIMIT = 120_000;
/** As it is released: `npm run build` makes it. */
const ENTRY = new URL("../../dist/index.js", import.meta.url).href;
const SERVE = fileURLToPath(new URL("serve.mjs", import.meta.url));

/** Servers with an app each, in one process. */
export interface RunningAll {
  /** In the order of the apps. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/**
 * Our server with an app, in a process of its own.
 *
 * @param variables added to the environment
 */
export async function startOurs(mount: Mount, app = APP, variables?: NodeJS.ProcessEnv): Promise<Running> {
  const { ports, stop: end } = await startAll(mount, [app], variables);
  return { port: ports[0]!, stop: end };
}

/** Our servers with one app each, all in one process. */
export function startAll(
  mount: Mount,
  apps: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<RunningAll> {
  const child = spawn(process.execPath, [SERVE, ENTRY, mount, ...apps], {
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
    let printed = "";
    child.stdout.on("data", (data: Buffer) => {
      printed += data.toString();
      const ports = /^ports ([\d ]+)$/m.exec(printed)?.[1];
      if (ports === undefined) return;
      clearTimeout(timer);
      resolve({ ports: ports.split(" ").map(Number), stop: () => stop(child) });
    });
  });
}

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Mount } from "./compare.ts";
import { APP, stop } from "./next.ts";
import type { Running } from "./next.ts";

const START_LIMIT = 120_000;
/** As it is released: `npm run build` makes it. */
const ENTRY = new URL("../../dist/index.js", import.meta.url).href;
const SERVE = fileURLToPath(new URL("serve.mjs", import.meta.url));

/**
 * Our server with an app, in a process of its own.
 *
 * @param variables added to the environment
 */
export function startOurs(mount: Mount, app = APP, variables: NodeJS.ProcessEnv = {}): Promise<Running> {
  const child = spawn(process.execPath, [SERVE, ENTRY, app, mount], {
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

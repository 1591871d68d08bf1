import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pinned } from "./cores.ts";
import type { Load } from "./loads.ts";

/** What the side of the clients saw. */
export interface Driven {
  readonly requests: number;
  readonly microseconds: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

const SCRIPT = fileURLToPath(new URL("request.lua", import.meta.url));
const run = promisify(execFile);
const bodies = mkdtempSync(join(tmpdir(), "pages-api-bench-"));
process.once("exit", () => rmSync(bodies, { recursive: true, force: true }));

/** @throws Error that says how to get wrk where there is none */
export function checkWrk(): void {
  try {
    execFileSync("wrk", ["-v"], { stdio: "ignore" });
  } catch (error) {
    // `wrk -v` prints its version and exits with 1.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return;
    throw new Error("The load comes from wrk, which is not installed. Run: apt-get install wrk", {
      cause: error,
    });
  }
}

/** wrk knows whole seconds alone; this is when it would end by itself. */
const LONGEST = 60;

/** Sends requests of one kind for some seconds, or a part of one, from a core that the server does not use. */
export async function drive(port: number, load: Load, seconds: number): Promise<Driven> {
  const { method, path, headers, body, connections } = load;
  const file = body === undefined ? "-" : join(bodies, `${body.length}.body`);
  if (body !== undefined) writeFileSync(file, body);
  const options = ["-t", "1", "-c", `${connections}`, "-d", `${LONGEST}`, "--timeout", "20s", "-s", SCRIPT];
  const request = ["--", method, file, ...Object.entries(headers).flat()];
  const url = `http://127.0.0.1:${port}${path}`;
  const [command, ...args] = pinned("client", ["wrk", ...options, url, ...request]);
  const running = run(command!, args);
  // It ends as if its time were up, and counts what was answered so far.
  const timer = setTimeout(() => running.child.kill("SIGINT"), seconds * 1000);
  const { stdout } = await running.finally(() => clearTimeout(timer));
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)![1]!) as Driven & { failed: number };
  if (result.failed > 0) throw new Error(`${load.name}: ${result.failed} requests failed\n${stdout}`);
  return result;
}

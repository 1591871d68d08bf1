import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { environment } from "../contenders.ts";
import { freePort } from "../server.ts";
import { edit, FIRST } from "./generate.ts";
import type { Tool } from "./tools.ts";

const LIMIT_MS = 180_000;

/** A server of a generated project. */
export interface Run {
  /** From the start of the command to the first answer of a route, in milliseconds. */
  readonly firstAnswer: number;
  /** Resident bytes of the process and those that it started. */
  memory(): number;
  /** Edits a route: the time from saving its file to the first answer that has the edit, in milliseconds. */
  edit(version: string): Promise<number>;
  stop(): Promise<void>;
}

export function build(tool: Tool, dir: string): number {
  return timeOf(tool, "build", dir);
}

/** Milliseconds that a command takes. */
export function timeOf({ program }: Tool, command: string, dir: string): number {
  const begun = performance.now();
  execFileSync(process.execPath, [program, command], { cwd: dir, env: environment(), stdio: "pipe" });
  return performance.now() - begun;
}

export async function run({ name, program }: Tool, command: "start" | "dev", dir: string): Promise<Run> {
  const port = await freePort();
  const { NODE_ENV: _mode, ...env } = environment();
  const begun = performance.now();
  // A group of its own, so that what it starts ends with it.
  const child = spawn(process.execPath, [program, command, "-p", `${port}`, "-H", "127.0.0.1"], {
    cwd: dir,
    env,
    stdio: "ignore",
    detached: true,
  });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    process.kill(-child.pid!, "SIGKILL");
    await ended;
  };
  try {
    await answerWith(port, "first", child);
  } catch (error) {
    await stop();
    throw new Error(`${name} ${command} does not answer`, { cause: error });
  }
  return {
    firstAnswer: performance.now() - begun,
    memory: () => memoryOf(child.pid!),
    async edit(version) {
      const saved = performance.now();
      edit(dir, version);
      await answerWith(port, version, child);
      return performance.now() - saved;
    },
    stop,
  };
}

/** Asks until an answer has a version. */
async function answerWith(port: number, version: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    if ((await ask(port))?.includes(`"version":"${version}"`) === true) return;
    await delay(2);
  }
  throw new Error(`no answer with version ${version}`);
}

function ask(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ port, host: "127.0.0.1", path: FIRST.path, agent: false }, (response) => {
      text(response).then(resolve, () => resolve(undefined));
    });
    request.on("error", () => resolve(undefined));
  });
}

/** Linux only: elsewhere it is not known. */
function memoryOf(pid: number): number {
  try {
    const group = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && groupOf(name) === pid);
    const pages = group.map((name) => Number(readFileSync(`/proc/${name}/statm`, "utf8").split(" ")[1]));
    return pages.reduce((sum, count) => sum + count * 4096, 0);
  } catch {
    return NaN;
  }
}

function groupOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[2]);
  } catch {
    return undefined;
  }
}

import { once } from "node:events";
import { readFileSync, readlinkSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onEnd } from "./lifetime.ts";
import { type Arriving, arrivingOn } from "./client.ts";
import { project } from "./hosts.ts";
import { CLI, type Serving, serving } from "./program.ts";

/**
 * `held` says that it has begun, and answers when `/api/go` is asked for; `block` keeps the event loop until the project has
 * a file `unblock`, `hang` for ever. Neither takes processor time.
 */
export const ROUTES = {
  "package.json": '{"type":"module"}',
  "pages/api/pid.js": "export default (req, res) => res.end(String(process.pid));",
  "pages/api/exit.js": "export default () => process.exit(7);",
  "lib/pause.js":
    "export const pause = (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);",
  "pages/api/hang.js": `
    import { pause } from "../../lib/pause.js";
    export default () => { process.stdout.write("hangs\\n"); pause(Infinity); };`,
  "pages/api/block.js": `
    import { existsSync } from "node:fs";
    import { pause } from "../../lib/pause.js";
    export default (req, res) => {
      process.stdout.write("blocks\\n");
      while (!existsSync("unblock")) pause(10);
      res.end("blocked");
    };`,
  "pages/api/held.js": `
    export default (req, res) => {
      console.log("begun", process.pid);
      const timer = setInterval(() => globalThis.go && (clearInterval(timer), res.end("answered")), 10);
    };`,
  "pages/api/go.js": "export default (req, res) => { globalThis.go = true; res.end(); };",
};

export interface Workers extends Serving {
  readonly dir: string;
  /** Those that `pidsOf` has found; they are gone with the server. */
  readonly pids: Set<number>;
}

/** Serves `ROUTES` and these files with workers. */
export async function startWorkers(
  files: Readonly<Record<string, string>> = {},
  args: readonly string[] = ["--workers", "2"],
  env: NodeJS.ProcessEnv = {},
): Promise<Workers> {
  const dir = await project({ ...ROUTES, ...files });
  const started = await serving([CLI, "start", ...args], { cwd: dir, env });
  const pids = killedAtEnd(started);
  return { ...started, dir, pids };
}

/** The status and body of an answer over a connection of its own, or the code of the error. */
export function answerOf(url: string, path: string): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(`${url}/api/${path}`, { agent: false }, (res) => {
      let text = `${res.statusCode} `;
      res.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      res.on("end", () => resolve(text));
      res.on("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    });
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    onEnd(() => void sent.destroy());
    sent.end();
  });
}

/** The processes that answer; as many as there are to be. They are gone with the test, or with `Workers`. */
export async function pidsOf(serving: Serving | Workers, count: number): Promise<number[]> {
  const all = "pids" in serving ? serving.pids : killedAtEnd(serving);
  const pids = new Set<number>();
  for (let asked = 0; pids.size < count && asked < 200; asked++) {
    const [, pid] = /^200 (\d+)$/.exec(await answerOf(serving.url, "pid")) ?? [];
    if (pid === undefined) continue;
    pids.add(Number(pid));
    all.add(Number(pid));
  }
  return [...pids];
}

/** Processes of a server's, which may outlive it. */
function killedAtEnd({ child }: Serving): Set<number> {
  const pids = new Set<number>();
  const cwd = cwdOf(child.pid!);
  onEnd(() => {
    for (const pid of pids) {
      // The number may be another program's by now.
      if (cwd !== undefined && cwdOf(pid)?.startsWith(cwd) === true) process.kill(pid, "SIGKILL");
    }
  });
  return pids;
}

function cwdOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Whether a process runs. One whose parent has died before may wait for ever to be looked after. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** A connection with a first request. */
export interface Asking extends Arriving {
  /** Settles when it is open: the other side may not have looked at it yet. */
  readonly connected: Promise<unknown>;
  /** Sends one more. */
  ask(path: string): void;
  /** Sends more, one after another, until an answer says that it is the last one; gives all that came. */
  askToTheEnd(path: string): Promise<string>;
}

export function asking(url: string, path: string): Asking {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onEnd(() => void socket.destroy());
  // `until` has a listener for each time that it waits.
  socket.setMaxListeners(0);
  const connected = once(socket, "connect");
  // A connection that is refused has ended too.
  connected.catch(() => {});
  const arriving = arrivingOn(socket);
  const ask = (path: string): void => void socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  ask(path);

  async function askToTheEnd(path: string): Promise<string> {
    while (!arriving.received().includes("Connection: close")) {
      await sleep(20);
      const before = arriving.received().length;
      ask(path);
      await arriving.until(new RegExp(`^[^]{${before}}HTTP/[^]*\\r\\n\\r\\n.`));
    }
    return arriving.end();
  }
  return { ...arriving, connected, ask, askToTheEnd };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, type Load, runClient } from "./client.ts";

export interface LoadOptions {
  readonly connections: number;
  /** A connection for each request, instead of one for all of a client's. */
  readonly single?: boolean;
  /** More options of `pages-api start`. */
  readonly args?: readonly string[];
}

export interface Loaded {
  readonly child: ChildProcess;
  readonly load: Load;
  /** Settles when the server has printed something matching since the last call. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Settles when all clients are refused, or rejects when one is before the server was told to end. */
  readonly clients: Promise<unknown>;
}

export interface Ended extends Counts {
  /** The exit code, and the milliseconds from the signal to the exit. */
  readonly code: number | null;
  readonly took: number;
}

const CLI = new URL("../dist/cli/index.js", import.meta.url).pathname;
/** Takes 0 to 30 ms; every tenth answer is a stream of three parts. */
const ROUTE = `
  import { setTimeout as sleep } from "node:timers/promises";
  let count = 0;
  export default async function handler(req, res) {
    const stream = ++count % 10 === 0;
    await sleep(Math.random() * 30);
    if (!stream) return res.json({ count });
    for (let part = 0; part < 3; part++) { res.write("part"); await sleep(Math.random() * 10); }
    res.end("end");
  }`;

/** Puts `pages-api start` under steady load, runs what is to happen then, sends the last signal, and counts. */
export async function underLoad(
  { connections, single = false, args = [] }: LoadOptions,
  signal: NodeJS.Signals,
  happen: (loaded: Loaded) => Promise<void>,
): Promise<Ended> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-load-"));
  let child: ChildProcess | undefined;
  try {
    await mkdir(join(dir, "pages/api"), { recursive: true });
    await writeFile(join(dir, "package.json"), '{"type":"module"}');
    await writeFile(join(dir, "pages/api/work.js"), ROUTE);
    const started = startServer(dir, args);
    child = started.child;
    const exited = once(child, "exit") as Promise<[number | null]>;
    const [, port] = await started.prints(/:(\d+) ready in/);
    const counts: Counts = { sent: 0, answered: 0, answeredLate: 0, lost: 0, refused: 0 };
    const load: Load = { port: Number(port), single, counts, ending: false };
    const clients = Promise.all(Array.from({ length: connections }, () => runClient(load)));
    await happen({ ...started, load, clients });
    load.ending = true;
    const begun = performance.now();
    child.kill(signal);
    const [code] = await exited;
    const took = performance.now() - begun;
    await clients;
    return { ...counts, code, took };
  } finally {
    child?.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true });
  }
}

function startServer(dir: string, args: readonly string[]): Pick<Loaded, "child" | "prints"> {
  const command = [CLI, "start", dir, "-p", "0", "-H", "127.0.0.1", ...args];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  let look = (): void => {};
  // The log is read to its end: a full pipe would hold the process. Its last line may have come in part.
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text = text.slice(-1000) + chunk;
    look();
  });
  const prints = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      look = () => {
        const match = pattern.exec(text);
        if (match === null) return;
        text = text.slice(match.index + match[0].length);
        look = () => {};
        resolve(match);
      };
      look();
      child.once("exit", () => reject(new Error(`The server has ended without ${pattern}: ${text}`)));
    });
  return { child, prints };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Counts, type Load, runClient } from "./client.ts";

export interface Drained extends Counts {
  /** The exit code, and the milliseconds from the signal to the exit. */
  readonly code: number | null;
  readonly took: number;
}

export interface DrainOptions {
  readonly connections: number;
  /** How long the load lasts before the signal, in milliseconds. */
  readonly warmup: number;
  readonly signal: NodeJS.Signals;
  /** A connection for each request, instead of one for all of a client's. */
  readonly single?: boolean;
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

/** Puts `pages-api start` under steady load, sends it a signal, and counts. */
export async function drainUnderLoad({
  connections,
  warmup,
  signal,
  single = false,
}: DrainOptions): Promise<Drained> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-drain-"));
  try {
    await mkdir(join(dir, "pages/api"), { recursive: true });
    await writeFile(join(dir, "package.json"), '{"type":"module"}');
    await writeFile(join(dir, "pages/api/work.js"), ROUTE);
    const { child, port } = await startServer(dir);
    const counts: Counts = { answered: 0, answeredLate: 0, lost: 0, refused: 0 };
    const load: Load = { port, single, counts, ending: false };
    const clients = Promise.all(Array.from({ length: connections }, () => runClient(load)));
    await Promise.race([sleep(warmup), clients]);
    load.ending = true;
    const begun = performance.now();
    const exited = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await exited;
    const took = performance.now() - begun;
    await clients;
    return { ...counts, code, took };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function startServer(dir: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [CLI, "start", dir, "-p", "0", "-H", "127.0.0.1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let text = "";
    // The log is read to its end: a full pipe would hold the process.
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      if (text.length < 10_000) text += chunk;
      const port = /:(\d+) ready in/.exec(text)?.[1];
      if (port !== undefined) resolve({ child, port: Number(port) });
    });
    child.once("exit", () => reject(new Error(`The server did not start: ${text}`)));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      connections: { type: "string", default: "200" },
      seconds: { type: "string", default: "3" },
      signal: { type: "string", default: "SIGTERM" },
      single: { type: "boolean", default: false },
    },
  });
  const { answered, answeredLate, lost, refused, code, took } = await drainUnderLoad({
    connections: Number(values.connections),
    warmup: Number(values.seconds) * 1000,
    signal: values.signal as NodeJS.Signals,
    single: values.single,
  });
  console.log(
    `${values.connections} connections, ${values.single ? "one for each request" : "kept alive"}; ${values.signal}`,
  );
  console.log(
    `answered ${answered}, of these ${answeredLate} after the signal; lost ${lost}; refused ${refused}`,
  );
  console.log(`exit code ${code}, ${Math.round(took)} ms after the signal`);
  process.exitCode = lost === 0 && code === 0 ? 0 : 1;
}

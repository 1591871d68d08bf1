import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Ended, type LoadOptions, underLoad } from "./loaded.ts";

export interface RollingOptions extends LoadOptions {
  readonly workers: number;
  /** How long the load lasts before and after each restart, in milliseconds. */
  readonly warmup: number;
  /** How often all workers are replaced. */
  readonly rolls: number;
}

export interface Rolled extends Ended {
  /** Requests that were sent, and lost, before the last signal. */
  readonly rolling: { readonly sent: number; readonly lost: number };
}

/** Puts the workers of `pages-api start` under steady load, replaces them all, ends them, and counts. */
export async function rollUnderLoad({ workers, warmup, rolls, ...options }: RollingOptions): Promise<Rolled> {
  let rolling = { sent: 0, lost: 0 };
  const args = ["--workers", String(workers), "--log", "none", ...(options.args ?? [])];
  const ended = await underLoad(
    { ...options, args },
    "SIGTERM",
    async ({ child, prints, clients, load: { counts } }) => {
      await Promise.race([sleep(warmup), clients]);
      for (let roll = 0; roll < rolls; roll++) {
        const over = prints(/all \d+ workers are new\.\n/);
        child.kill("SIGHUP");
        await Promise.race([over, clients]);
        await Promise.race([sleep(warmup), clients]);
      }
      rolling = { sent: counts.sent, lost: counts.lost };
    },
  );
  return { ...ended, rolling };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      connections: { type: "string", default: "200" },
      workers: { type: "string", default: "2" },
      rolls: { type: "string", default: "1" },
      seconds: { type: "string", default: "2" },
      single: { type: "boolean", default: false },
      delay: { type: "string", default: "0" },
    },
  });
  const { sent, answered, lost, refused, rolling, code, took } = await rollUnderLoad({
    connections: Number(values.connections),
    workers: Number(values.workers),
    rolls: Number(values.rolls),
    warmup: Number(values.seconds) * 1000,
    single: values.single,
    args: ["--shutdown-delay", values.delay],
  });
  const kind = values.single ? "one for each request" : "kept alive";
  console.log(`${values.connections} connections, ${kind}; ${values.workers} workers`);
  console.log(`SIGHUP, ${values.rolls} times: ${rolling.sent} requests sent, ${rolling.lost} lost`);
  console.log(`SIGTERM: ${sent - rolling.sent} requests sent, ${lost - rolling.lost} lost`);
  console.log(`${sent} sent, ${answered} answered, ${lost} lost; ${refused} clients refused at the end`);
  console.log(`exit code ${code}, ${Math.round(took)} ms after SIGTERM`);
  process.exitCode = lost === 0 && code === 0 ? 0 : 1;
}

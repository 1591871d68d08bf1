import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Ended, type LoadOptions, underLoad } from "./loaded.ts";

export interface DrainOptions extends LoadOptions {
  /** How long the load lasts before the signal, in milliseconds. */
  readonly warmup: number;
  readonly signal: NodeJS.Signals;
}

/** Puts `pages-api start` under steady load, sends it a signal, and counts. */
export function drainUnderLoad({ warmup, signal, ...options }: DrainOptions): Promise<Ended> {
  return underLoad(options, signal, async ({ clients }) => {
    await Promise.race([sleep(warmup), clients]);
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      connections: { type: "string", default: "200" },
      seconds: { type: "string", default: "3" },
      signal: { type: "string", default: "SIGTERM" },
      single: { type: "boolean", default: false },
      workers: { type: "string" },
    },
  });
  const { workers } = values;
  const { answered, answeredLate, lost, refused, code, took } = await drainUnderLoad({
    connections: Number(values.connections),
    warmup: Number(values.seconds) * 1000,
    signal: values.signal as NodeJS.Signals,
    single: values.single,
    args: workers === undefined ? [] : ["--workers", workers],
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

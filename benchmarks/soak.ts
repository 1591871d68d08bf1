import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "./soak/client.ts";
import { startLoad, Tally } from "./soak/load.ts";
import { describeRun, describeTally, document, drawRun, growthOf, type Soaked } from "./soak/report.ts";
import { SoakedServer } from "./soak/server.ts";
import { hasGrown, leftOver, type Sample, secondPart, trendOf } from "./soak/verdict.ts";

/** How long the process may take to let go of what the last clients have left behind, in milliseconds. */
const PATIENCE_MS = 15_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    quick: { type: "boolean", default: false },
    leak: { type: "string", default: "0" },
  },
});
const minutes = values.quick ? 1 : Number(values.minutes);
const leak = Number(values.leak);
if (!(minutes >= 0.5)) throw new TypeError("--minutes is a number from 0.5 on");
if (!(Number.isInteger(leak) && leak >= 0)) throw new TypeError("--leak is a number of bytes");

const server = await SoakedServer.start(leak);
// A run that is given up leaves no process behind.
process.once("exit", () => server.kill());
const soaked = await soak(server);
console.log(`\n${describeTally(soaked.tally)}\n\n${describeRun(soaked)}\n`);
if (!values.quick && leak === 0) {
  writeFileSync(fileURLToPath(new URL("soak.svg", import.meta.url)), drawRun(soaked));
  if (soaked.faults.length === 0) document(describeRun(soaked));
}
for (const fault of soaked.faults) console.log(`FAILED: ${fault}`);
console.log(soaked.faults.length === 0 ? "no growth" : `${soaked.faults.length} things are wrong`);
process.exitCode = soaked.faults.length === 0 ? 0 : 1;

async function soak(server: SoakedServer): Promise<Soaked> {
  const tally = new Tally();
  const client = new Client(server.port);
  const base = await server.health();
  const load = startLoad(client, tally);
  const samples = await watch(server, tally);
  await load.stop();
  const state = String((await client.ask("/api/state")).body);
  client.close();
  let end = await server.health();
  const deadline = performance.now() + PATIENCE_MS;
  while (leftOver(base, end).length > 0 && performance.now() < deadline) {
    await sleep(200);
    end = await server.health();
  }
  const code = await server.stop();

  const second = secondPart(samples);
  const heap = trendOf(second, ({ heapUsed }) => heapUsed);
  const external = trendOf(second, (sample) => sample.external);
  const faults: string[] = [];
  if (hasGrown(heap)) faults.push(`the heap has grown by ${growthOf(heap)} over the second half`);
  if (hasGrown(external)) faults.push(`memory outside of the heap has grown by ${growthOf(external)}`);
  if (tally.unexpected > 0) faults.push(`${tally.unexpected} exchanges did not end as they should`);
  if (/[1-9]/.test(state)) faults.push(`routes are still at work when nobody asks: ${state}`);
  const left = leftOver(base, end);
  if (left.length > 0) faults.push(`left over when all clients have gone: ${left.join(", ")}`);
  for (const line of server.complaints) faults.push(`the server's log: ${line.slice(0, 500)}`);
  if (code !== 0) faults.push(`exit code ${code} after SIGTERM`);
  return { samples, tally, base, end, heap, external, faults };
}

/** Looks at the server once a second. */
async function watch(server: SoakedServer, tally: Tally): Promise<Sample[]> {
  const samples: Sample[] = [];
  const begun = performance.now();
  let [before, countBefore] = [begun, 0];
  while (samples.length < minutes * 60) {
    await sleep(Math.max(0, begun + (samples.length + 1) * 1000 - performance.now()));
    const health = await server.health();
    const now = performance.now();
    const rate = ((tally.total - countBefore) / (now - before)) * 1000;
    [before, countBefore] = [now, tally.total];
    samples.push({ ...health, at: (now - begun) / 1000, rate });
    if (samples.length % 30 === 0) tell(samples.at(-1)!, tally);
  }
  return samples;
}

function tell({ at, heapUsed, rss, rate }: Sample, { total, unexpected }: Tally): void {
  const [heap, resident] = [heapUsed, rss].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  console.log(
    `${Math.round(at)} s: ${total} exchanges, ${Math.round(rate)} a second, ${unexpected} unexpected; heap ${heap}, resident ${resident}`,
  );
}

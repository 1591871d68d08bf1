import { install } from "./contenders.ts";
import { describeMachine } from "./machine.ts";
import { median } from "./median.ts";
import { measureMemory, type Memory } from "./memory.ts";
import { type Plan, readOptions } from "./options.ts";
import { writeSection } from "./readme.ts";
import { type Measured, measure } from "./rounds.ts";
import { cpuTable, figure, latencyTable, rateTable, table } from "./table.ts";
import { checkWrk } from "./wrk.ts";

const { suites, rounds, turns, write } = readOptions(process.argv.slice(2));
const say = (text: string): void => console.error(text);

checkWrk();
install();
for (const plan of suites) {
  const { name, contenders, loads } = plan;
  for (const contender of contenders) {
    if (contender.prepare === undefined) continue;
    say(`build ${contender.name}`);
    contender.prepare();
  }
  // oxlint-disable-next-line no-await-in-loop -- one after the other, or they would slow each other
  const measured = await measure({ contenders, loads, rounds, turns, onProgress: say });
  // oxlint-disable-next-line no-await-in-loop
  const text = report(plan, measured, await memoriesOf(plan));
  console.log(text);
  if (write) writeSection(name, text);
}

async function memoriesOf({ contenders, requests }: Plan): Promise<Memory[]> {
  const memories: Memory[] = [];
  if (requests === 0) return memories;
  for (const contender of contenders) {
    say(`memory: ${contender.name}`);
    const long = contender.name === "raw" || contender.name === "pages-api";
    memories.push(await measureMemory(contender, long ? requests : 0));
  }
  return memories;
}

function report({ contenders, loads }: Plan, measured: Measured, memories: readonly Memory[]): string {
  const names = contenders.map(({ name }) => name);
  const day = new Date().toISOString().slice(0, 10);
  const times = `${turns} turns of 0.2 to 1 s in each of ${rounds} processes for each contender and load`;
  return [
    `${day}, ${times}.\n${describeMachine(contenders)}`,
    cpuTable(measured, loads, names),
    rateTable(measured, loads, names),
    latencyTable(measured, loads, names),
    processTable(measured, memories, names),
  ].join("\n\n");
}

function processTable({ starts }: Measured, memories: readonly Memory[], names: readonly string[]): string {
  const own = (name: string): Memory | undefined => memories.find(({ contender }) => contender === name);
  const megabytes = (bytes: number | undefined): string =>
    bytes === undefined ? "" : figure(bytes / 2 ** 20);
  const startup = (name: string): string => {
    const times = starts.filter(({ contender }) => contender === name).map(({ startup }) => startup);
    return times.length === 0 ? "" : figure(median(times));
  };
  const rows = [
    ["start to first answer, ms", ...names.map(startup)],
    ["resident after warm-up, MB", ...names.map((name) => megabytes(own(name)?.warm.rss))],
    ["heap after warm-up, MB", ...names.map((name) => megabytes(own(name)?.warm.heapUsed))],
    ["resident after 500,000 requests, MB", ...names.map((name) => megabytes(own(name)?.half?.rss))],
    ["resident after 1,000,000 requests, MB", ...names.map((name) => megabytes(own(name)?.end?.rss))],
    ["heap after 1,000,000 requests, MB", ...names.map((name) => megabytes(own(name)?.end?.heapUsed))],
  ];
  return table(["process", ...names], memories.length === 0 ? rows.slice(0, 1) : rows);
}

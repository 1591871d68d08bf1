import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { median } from "../median.ts";
import { drawChart } from "./chart.ts";
import type { Tally } from "./load.ts";
import type { Health } from "./server.ts";
import { type Sample, secondPart, type Trend } from "./verdict.ts";

/** All that a run has found. */
export interface Soaked {
  readonly samples: readonly Sample[];
  readonly tally: Tally;
  /** Before the load, and when all clients have gone. */
  readonly base: Health;
  readonly end: Health;
  readonly heap: Trend;
  readonly external: Trend;
  /** What is wrong; none where all is well. */
  readonly faults: readonly string[];
}

const MB = 1024 * 1024;
const DOCUMENT = fileURLToPath(new URL("../soak.md", import.meta.url));
const [BEGIN, END] = ["<!-- soak -->", "<!-- /soak -->"];

/** How many exchanges ended how, by scenario; what was not expected is marked. */
export function describeTally({ endings }: Tally): string {
  const lines = [...endings].map(([{ name, expected }, counts]) => {
    const parts = [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([ending, count]) => `${count} ${expected.includes(ending) ? "" : "UNEXPECTED "}${ending}`);
    return `  ${name}: ${parts.join(", ")}`;
  });
  return lines.toSorted().join("\n");
}

/** The figures as a table of Markdown. */
export function describeRun({ samples, tally, base, end, heap, external }: Soaked): string {
  const second = secondPart(samples);
  const seconds = samples.at(-1)!.at;
  const sockets = samples.map(socketsOf);
  const rows: [string, string][] = [
    [
      "exchanges",
      `${tally.total.toLocaleString("en")} in ${minutes(seconds)}, ${Math.round(tally.total / seconds)} a second`,
    ],
    ["of these with an unexpected end", String(tally.unexpected)],
    [
      "heap after garbage collection, median of the second half",
      mb(median(second.map(({ heapUsed }) => heapUsed))),
    ],
    ["its growth over the second half", growthOf(heap)],
    ["memory outside of the heap, median", mb(median(second.map(({ external }) => external)))],
    ["its growth over the second half", growthOf(external)],
    ["resident memory: in the middle, at the end", `${mb(second[0]!.rss)}, ${mb(samples.at(-1)!.rss)}`],
    ["open sockets: at most, when all clients have gone", `${Math.max(...sockets)}, ${socketsOf(end)}`],
    [
      "open descriptors: before, at most, when all clients have gone",
      `${base.descriptors}, ${Math.max(...samples.map(({ descriptors }) => descriptors))}, ${end.descriptors}`,
    ],
    ["handles and requests of the process: before, after", `${total(base)}, ${total(end)}`],
    [
      "event loop delay: 99th percentile of a second, median; longest",
      `${ms(median(samples.map(({ delay }) => delay)))}; ${ms(Math.max(...samples.map(({ longest }) => longest)))}`,
    ],
  ];
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, shared with the clients; Node ${process.version}.`;
  return [
    "| | |",
    "| --- | --- |",
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    "",
    machine,
  ].join("\n");
}

export function drawRun({ samples }: Soaked): string {
  return drawChart({
    title: "pages-api start under mixed load with faults",
    moments: samples.map(({ at }) => at),
    panels: [
      {
        title: "Resident memory, MB",
        lines: [{ name: "resident", values: samples.map(({ rss }) => rss / MB) }],
      },
      {
        title: "Memory after garbage collection, MB",
        lines: [
          { name: "heap", values: samples.map(({ heapUsed }) => heapUsed / MB) },
          { name: "outside of the heap", values: samples.map(({ external }) => external / MB) },
        ],
      },
      {
        title: "Handles",
        lines: [
          { name: "all handles and requests", values: samples.map(total) },
          { name: "open sockets", values: samples.map(socketsOf) },
          { name: "open descriptors", values: samples.map(({ descriptors }) => descriptors) },
        ],
      },
      {
        title: "Event loop delay, ms",
        lines: [
          { name: "longest in a second", values: samples.map(({ longest }) => longest) },
          { name: "99th percentile", values: samples.map(({ delay }) => delay) },
        ],
      },
      {
        title: "Exchanges a second",
        lines: [{ name: "exchanges", values: samples.map(({ rate }) => rate) }],
      },
    ],
  });
}

/** Writes the figures into benchmarks/soak.md, between the marks of their section. */
export function document(text: string): void {
  const whole = readFileSync(DOCUMENT, "utf8");
  const [from, to] = [whole.indexOf(BEGIN), whole.indexOf(END)];
  if (from === -1 || to === -1) throw new Error("benchmarks/soak.md has no section for the soak");
  writeFileSync(DOCUMENT, `${whole.slice(0, from + BEGIN.length)}\n\n${text}\n\n${whole.slice(to)}`);
}

export function total({ resources }: Health): number {
  return Object.values(resources).reduce((sum, count) => sum + count, 0);
}

export function growthOf({ growth, error }: Trend): string {
  return `${mb(growth)} ± ${mb(error)}`;
}

function socketsOf({ resources }: Health): number {
  return resources["TCPSocketWrap"] ?? 0;
}

function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(Math.abs(bytes) < 10 * MB ? 2 : 1)} MB`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function minutes(seconds: number): string {
  return `${Math.round(seconds / 6) / 10} minutes`;
}

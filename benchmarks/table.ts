import type { Load } from "./loads.ts";
import { median } from "./median.ts";
import type { Measured, Sample } from "./rounds.ts";

/** A table of Markdown. Its first column holds names, the others figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

/** CPU time a request: of the first contender, the floor, in microseconds, of the others as ratios to it. */
export function cpuTable({ samples }: Measured, loads: readonly Load[], names: readonly string[]): string {
  const floor = names[0]!;
  const rows = loads.map((load) => [
    load.name,
    ...names.map((name) => {
      if (name === floor) return figure(median(valuesOf(samples, name, load, ({ cpu }) => cpu)));
      const ratio = ratioOf(samples, name, floor, load);
      if (ratio === undefined) return "";
      return name === "pages-api" && ratio > load.goal
        ? `${ratio.toFixed(2)} (goal ${load.goal})`
        : ratio.toFixed(2);
    }),
  ]);
  return table(["CPU a request", ...names.map((name) => (name === floor ? `${name}, µs` : name))], rows);
}

export function rateTable({ samples }: Measured, loads: readonly Load[], names: readonly string[]): string {
  return ofAll("requests a second", samples, loads, names, (values) =>
    figure(median(values.map(({ rate }) => rate))),
  );
}

export function latencyTable(
  { samples }: Measured,
  loads: readonly Load[],
  names: readonly string[],
): string {
  return ofAll("p50 / p99, ms", samples, loads, names, (values) =>
    [median(values.map(({ p50 }) => p50)), median(values.map(({ p99 }) => p99))]
      .map((microseconds) => figure(microseconds / 1000))
      .join(" / "),
  );
}

function ofAll(
  title: string,
  samples: readonly Sample[],
  loads: readonly Load[],
  names: readonly string[],
  cell: (samples: readonly Sample[]) => string,
): string {
  const rows = loads.map((load) => [
    load.name,
    ...names.map((name) => {
      const own = samples.filter((sample) => sample.contender === name && sample.load === load.name);
      return own.length === 0 ? "" : cell(own);
    }),
  ]);
  return table([title, ...names], rows);
}

/** The median, over all turns, of the ratio to the floor in the same turn. */
function ratioOf(
  samples: readonly Sample[],
  name: string,
  floorName: string,
  load: Load,
): number | undefined {
  const floor = new Map(
    samples.filter(({ contender }) => contender === floorName).map((sample) => [keyOf(sample), sample.cpu]),
  );
  const own = samples.filter((sample) => sample.contender === name && sample.load === load.name);
  return own.length === 0 ? undefined : median(own.map((sample) => sample.cpu / floor.get(keyOf(sample))!));
}

function keyOf({ turn, load }: Sample): string {
  return `${turn} ${load}`;
}

function valuesOf(
  samples: readonly Sample[],
  name: string,
  load: Load,
  value: (sample: Sample) => number,
): number[] {
  return samples.filter((sample) => sample.contender === name && sample.load === load.name).map(value);
}

/** Three significant digits, thousands with commas. */
export function figure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

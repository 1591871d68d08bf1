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

/**
 * CPU time a request: of the first contender, the floor, in microseconds, of the others as ratios to it. Behind `±` is how
 * far the processes are apart: half of what is between the lowest and the highest.
 */
export function cpuTable({ samples }: Measured, loads: readonly Load[], names: readonly string[]): string {
  const floor = names[0]!;
  const rows = loads.map((load) => [
    load.name,
    ...names.map((name) => {
      if (name === floor) return figure(median(valuesOf(samples, name, load, ({ cpu }) => cpu)));
      const ratios = ratiosOf(samples, name, floor, load);
      if (ratios.length === 0) return "";
      const ratio = median(ratios);
      const apart = (Math.max(...ratios) - Math.min(...ratios)) / 2;
      const shown = ratio.toFixed(2) + (ratios.length > 1 ? ` ±${apart.toFixed(2)}` : "");
      return name === "pages-api" && ratio > load.goal ? `${shown} (goal ${load.goal})` : shown;
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

/** Of each process: the median, over its turns, of the ratio to the floor in the same turn. */
function ratiosOf(samples: readonly Sample[], name: string, floorName: string, load: Load): number[] {
  const ofLoad = samples.filter((sample) => sample.load === load.name);
  const key = ({ round, turn }: Sample): string => `${round}.${turn}`;
  const floor = new Map(
    ofLoad.filter(({ contender }) => contender === floorName).map((sample) => [key(sample), sample.cpu]),
  );
  const own = ofLoad.filter(({ contender }) => contender === name);
  return [...new Set(own.map(({ round }) => round))].map((round) =>
    median(
      own.filter((sample) => sample.round === round).map((sample) => sample.cpu / floor.get(key(sample))!),
    ),
  );
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

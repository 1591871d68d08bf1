import type { Health } from "./server.ts";

/** What was seen at one moment of the run. */
export interface Sample extends Health {
  /** Seconds since the load began. */
  readonly at: number;
  /** Exchanges that ended in the second before. */
  readonly rate: number;
}

/** A straight line through values that were measured over time. */
export interface Trend {
  /** What the line gains over the whole time, and the standard error of that. */
  readonly growth: number;
  readonly error: number;
}

/** Requests on their way hold memory: of so many samples the least counts, in which the fewest were. */
const GROUP = 5;
/** Below this it is no growth, however steady: V8 still compiles code after half a million requests. */
const LIMIT = 1024 * 1024;
/** How many standard errors it takes to believe it. */
const ERRORS = 3;

/** Least squares, on the least value of each group of samples. */
export function trendOf(samples: readonly Sample[], value: (sample: Sample) => number): Trend {
  const points: [at: number, value: number][] = [];
  for (let first = 0; first + GROUP <= samples.length; first += GROUP) {
    const group = samples.slice(first, first + GROUP);
    points.push([group[GROUP >> 1]!.at, Math.min(...group.map(value))]);
  }
  const count = points.length;
  if (count < 3) throw new Error("The run was too short for a verdict.");
  const meanAt = sum(points, ([at]) => at) / count;
  const mean = sum(points, ([, y]) => y) / count;
  const spread = sum(points, ([at]) => (at - meanAt) ** 2);
  const slope = sum(points, ([at, y]) => (at - meanAt) * (y - mean)) / spread;
  const residual = sum(points, ([at, y]) => (y - mean - slope * (at - meanAt)) ** 2);
  const span = samples.at(-1)!.at - samples[0]!.at;
  return { growth: slope * span, error: Math.sqrt(residual / (count - 2) / spread) * span };
}

export function hasGrown({ growth, error }: Trend): boolean {
  return growth > LIMIT && growth > ERRORS * error;
}

/** The second part of a run: the first one fills caches and compiles code. */
export function secondPart(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(samples.length >> 1);
}

/** What the process holds more of than at the beginning, by name. */
export function leftOver(base: Health, end: Health): string[] {
  const held = (health: Health): Readonly<Record<string, number>> => ({
    ...health.resources,
    descriptors: health.descriptors,
  });
  const before = held(base);
  return Object.entries(held(end))
    .filter(([name, count]) => count > (before[name] ?? 0))
    .map(([name, count]) => `${count - (before[name] ?? 0)} ${name}`);
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0);
}

import type { HeaderList } from "../../parity/row.ts";

export interface Step {
  method?: string;
  path: string;
  headers?: HeaderList;
  body?: string;
  /**
   * Sent again until the answer has this `x-nextjs-cache`, or a fresh body that the step before did not have, or is the old
   * one after its handler has thrown: that is kept for three seconds more.
   */
  until?: "STALE" | "HIT" | "MISS" | "new" | "old";
  /** Whether the upstream answers `/failing` and `/state` with 500 from here on. */
  upstream?: "failing" | "fine";
  /** Why our answer is another one, on purpose, and what it is. */
  differs?: string;
  ours?: { status?: number; body?: string | RegExp; headers?: Record<string, string | null> };
}

export interface Scenario {
  name: string;
  steps: Step[];
}

export const get = (path: string, rest: Partial<Step> = {}): Step => ({ path, ...rest });
export const twice = (path: string): Step[] => [get(path), get(path)];
export const call = (name: string, ...args: unknown[]): Step => ({
  method: "POST",
  path: `/do?name=${name}&args=${encodeURIComponent(JSON.stringify(args))}`,
});
export const each = (prefix: string, paths: string[]): Scenario[] =>
  paths.map((path) => ({ name: `${prefix}${path}, twice`, steps: twice(`${prefix}${path}`) }));

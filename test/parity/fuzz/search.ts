import fc from "fast-check";

import type { Difference } from "./verdict.ts";

export interface Finding<T> extends Difference {
  example: T;
  shrunk: boolean;
  times: number;
}

export interface Searched<T> {
  findings: Map<string, Finding<T>>;
  /** Differences that were not seen again when the same was sent once more. */
  unsteady: string[];
  sent: number;
}

interface Options<T> {
  seed: number;
  /** How many requests to send, at least; those sent to shrink are not counted. */
  requests: number;
  sizeOf(sample: T): number;
  check(sample: T): Promise<Difference | undefined>;
}

const AT_ONCE = 6;
const RUNS = 100;
const SHRINKS = 250;
const FINDINGS = 40;

/**
 * Checks samples until the number of requests is reached. A kind of difference that is new is shrunk, to a sample
 * that differs in the same way; the search then goes on, so that one run finds all there is.
 */
export async function search<T>(arbitrary: fc.Arbitrary<T>, options: Options<T>): Promise<Searched<T>> {
  const result: Searched<T> = { findings: new Map(), unsteady: [], sent: 0 };
  let batches = 0;
  async function work(): Promise<void> {
    while (result.sent < options.requests && result.findings.size < FINDINGS) {
      batches += 1;
      // Seeds of neighbouring numbers must not share their batches.
      await searchBatch(arbitrary, options, result, Math.imul(options.seed, 65_537) + batches);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

async function searchBatch<T>(
  arbitrary: fc.Arbitrary<T>,
  { check, sizeOf }: Options<T>,
  result: Searched<T>,
  seed: number,
): Promise<void> {
  let shrinking: Finding<T> | undefined;
  let shrinks = 0;

  async function agrees(sample: T): Promise<boolean> {
    if (shrinking) {
      if ((shrinks += 1) > SHRINKS) return true;
      const found = await check(sample);
      if (found?.kind !== shrinking.kind) return true;
      Object.assign(shrinking, found, { example: sample, shrunk: true });
      return false;
    }
    result.sent += sizeOf(sample);
    const found = await check(sample);
    if (!found) return true;
    const before = result.findings.get(found.kind);
    if (before) before.times += 1;
    if (before) return true;
    if (!(await check(sample))) {
      result.unsteady.push(found.kind);
      return true;
    }
    shrinking = { ...found, example: sample, shrunk: false, times: 1 };
    result.findings.set(found.kind, shrinking);
    return false;
  }

  await fc.check(fc.asyncProperty(arbitrary, agrees), { seed, numRuns: RUNS });
}

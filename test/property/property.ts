import fc from "fast-check";
import { it } from "vitest";
import { expectPristine } from "../support/prototype.ts";

/** The same few inputs in every `npm test`; `npm run fuzz` takes many more, and others each time. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_190_313);
const NIGHTLY = process.env["FUZZ_RUNS"] !== undefined;
/** Generous: what counts is that an input which never comes to an end is a failure. */
const TIMEOUT_MS = 30_000 + RUNS * 20;

/**
 * A test that a property holds for any input, and that no input changes what every object inherits. Of one for which it
 * does not hold the message has the seed, and the smallest such input: `npm run fuzz -- --seed N` sends the same again.
 */
export function property<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  check: (input: T) => void | Promise<void>,
): void {
  async function holds(input: T): Promise<void> {
    await check(input);
    expectPristine();
  }

  it(name, { timeout: TIMEOUT_MS }, async () => {
    const details = await fc.check(fc.asyncProperty(arbitrary, holds), { numRuns: RUNS, seed: SEED });
    if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    if (NIGHTLY) console.log(`${details.numRuns.toLocaleString("en")} inputs: ${name}`);
  });
}

import { afterAll, beforeAll, onTestFinished } from "vitest";

/** What ends with the suite whose hook runs. */
let ends: (() => unknown)[] | undefined;

/** Runs a function at the end of the test; what `shared` has made ends with the suite. */
export function onEnd(end: () => unknown): void {
  if (ends === undefined) onTestFinished(async () => void (await end()));
  else ends.push(end);
}

/**
 * Makes once what the tests of a suite share, such as a server, before the first of them; it ends with the last.
 *
 * @returns a function that gives it, for the tests
 */
export function shared<T>(make: () => Promise<T>): () => T {
  const own: (() => unknown)[] = [];
  let made: { readonly value: T } | undefined;
  beforeAll(async () => {
    ends = own;
    try {
      made = { value: await make() };
    } finally {
      ends = undefined;
    }
  });
  afterAll(async () => {
    // oxlint-disable-next-line no-await-in-loop -- the last one first
    for (const end of own.toReversed()) await end();
  });
  return () => made!.value;
}

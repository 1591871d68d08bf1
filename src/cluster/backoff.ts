const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** A worker that has been ready for so long ends by a mistake of its own, not by that of the one before. */
export const STABLE_MS = 10_000;

/** Milliseconds until a worker is started again, by how often in a row one has failed before. */
export function backoff(failures: number): number {
  return Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
}

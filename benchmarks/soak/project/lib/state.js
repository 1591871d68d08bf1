/** What routes have begun and not ended: all of it is 0 when nobody asks any more. */
export const state = { events: 0, waiting: 0, work: 0, uploads: 0 };

/** What routes have kept on purpose, where the run is to fail: `--leak`. */
const kept = [];
const LEAK = Number(process.env.SOAK_LEAK ?? 0);

export function leak() {
  if (LEAK > 0) kept.push(Buffer.alloc(LEAK, 1).toString("latin1") + kept.length);
}

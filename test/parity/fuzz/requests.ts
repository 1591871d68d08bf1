import { fileURLToPath } from "node:url";

import { exchange } from "../client.ts";
import { buildNext, startNext } from "../next.ts";
import { startOurs } from "../ours.ts";
import { recordingOf } from "../recording.ts";
import type { Recorded } from "../recording.ts";

import { addTo } from "./met.ts";
import type { Met } from "./met.ts";
import { sendingOf } from "./request.ts";
import type { Sequence } from "./request.ts";
import { search } from "./search.ts";
import type { Searched } from "./search.ts";
import { sequence } from "./sequence.ts";
import { differenceOf, expectedOf, referenceOf } from "./verdict.ts";
import type { Difference } from "./verdict.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));
/** Above all that the routes of the app answer, so that an echo can be read. */
const LONG = 100_000;

/** Sends random requests to both servers. */
export async function fuzzRequests(requests: number, seed: number, met: Met): Promise<Searched<Sequence>> {
  const { folder, remove } = await buildNext(APP);
  try {
    const [next, ours] = await Promise.all([startNext(folder), startOurs("owned", APP)]);
    try {
      const check = (sample: Sequence): Promise<Difference | undefined> =>
        compare(sample, next.port, ours.port, met);
      return await search(sequence, { seed, requests, sizeOf: (sample) => sample.length, check });
    } finally {
      await Promise.all([next.stop(), ours.stop()]);
    }
  } finally {
    remove();
  }
}

async function compare(
  sample: Sequence,
  next: number,
  ours: number,
  met: Met,
): Promise<Difference | undefined> {
  const reasons = new Set<string>();
  const [theirs, mine] = await Promise.all([
    recorded(referenceOf(sample, reasons), next),
    recorded(sample, ours),
  ]);
  const found = differenceOf(expectedOf(sample, theirs, reasons), mine);
  addTo(met, reasons);
  return found;
}

async function recorded(sample: Sequence, port: number): Promise<Recorded> {
  const sending = sendingOf(sample);
  return recordingOf(sending, await exchange(port, sending), port, LONG);
}

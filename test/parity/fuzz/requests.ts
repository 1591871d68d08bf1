import { fileURLToPath } from "node:url";

import { exchange } from "../client.ts";
import { buildNext, startNext } from "../next.ts";
import { startOurs } from "../ours.ts";
import { recordingOf } from "../recording.ts";
import type { Recorded } from "../recording.ts";

import { sendingOf, shownAsk } from "./request.ts";
import type { Sequence } from "./request.ts";
import { search } from "./search.ts";
import type { Finding } from "./search.ts";
import { sequence } from "./sequence.ts";
import { differenceOf, expectedOf, referenceOf } from "./verdict.ts";
import type { Difference } from "./verdict.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));
/** Above all that the routes of the app answer, so that an echo can be read. */
const LONG = 100_000;

/** Sends random requests to both servers; gives the number of differences without a reason. */
export async function fuzzRequests(requests: number, seed: number): Promise<number> {
  const { folder, remove } = buildNext(APP);
  try {
    const [next, ours] = await Promise.all([startNext(folder), startOurs("owned", APP)]);
    const met = new Map<string, number>();
    try {
      const check = (sample: Sequence): Promise<Difference | undefined> =>
        compare(sample, next.port, ours.port, met);
      const found = await search(sequence, { seed, requests, sizeOf: (sample) => sample.length, check });
      report(`${found.sent} requests`, [...found.findings.values()], found.unsteady, met);
      return found.findings.size;
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
  met: Map<string, number>,
): Promise<Difference | undefined> {
  const reasons = new Set<string>();
  const [theirs, mine] = await Promise.all([
    recorded(referenceOf(sample, reasons), next),
    recorded(sample, ours),
  ]);
  const found = differenceOf(expectedOf(sample, theirs, reasons), mine);
  for (const reason of reasons) met.set(reason, (met.get(reason) ?? 0) + 1);
  return found;
}

async function recorded(sample: Sequence, port: number): Promise<Recorded> {
  const sending = sendingOf(sample);
  return recordingOf(sending, await exchange(port, sending), port, LONG);
}

function report(
  what: string,
  findings: Finding<Sequence>[],
  unsteady: string[],
  met: Map<string, number>,
): void {
  for (const { kind, example, lines, times, shrunk } of findings) {
    console.log(`\n${kind} (${times} times${shrunk ? ", shrunk" : ""})`);
    for (const ask of example) console.log(`  > ${shownAsk(ask)}`);
    for (const line of lines) console.log(`    ${line}`);
  }
  for (const [reason, times] of met) console.log(`${times} times better on purpose: ${reason}`);
  if (unsteady.length > 0) console.log(`not seen again: ${unsteady.join(" | ")}`);
  console.log(`parity:fuzz: ${what}, ${findings.length} differences without a reason`);
}

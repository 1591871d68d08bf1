import fc from "fast-check";

import { exchange } from "../client.ts";
import { buildNext, startNext } from "../next.ts";
import { startOurs } from "../ours.ts";
import { recordingOf } from "../recording.ts";
import type { Recorded } from "../recording.ts";

import { plant, prefixOf } from "./forest.ts";
import { addTo } from "./met.ts";
import type { Met } from "./met.ts";
import { isAccepted } from "./refusal.ts";
import type { Sort } from "./refusal.ts";
import { sendingOf } from "./request.ts";
import { trees } from "./tree.ts";
import type { Tree } from "./tree.ts";
import { differenceOf } from "./verdict.ts";
import type { Difference } from "./verdict.ts";
import { expectedVisit, referenceVisit, visitsTo } from "./visit.ts";

/** Trees of one app; a build of more takes minutes. */
const FOREST = 150;
const VISITS = 16;
const LONG = 100_000;
const AT_ONCE = 6;

interface Visit {
  files: Tree;
  prefix: string;
  path: string;
}

export interface Visited extends Visit, Difference {}

/** Has random trees served by both, and compares which file answers, and with which params. */
export async function fuzzTrees(
  count: number,
  seed: number,
  sort: Sort,
  met: Met,
): Promise<{ visits: number; found: Visited[] }> {
  const found: Visited[] = [];
  let visits = 0;
  for (let done = 0; done < count; done += FOREST) {
    const forest = await acceptedTrees(Math.min(FOREST, count - done), seed + done, sort);
    const asked = forest.flatMap((files, index) =>
      fc
        .sample(visitsTo(files), { seed: seed + index, numRuns: VISITS })
        .map((path) => ({ files, prefix: prefixOf(index), path })),
    );
    visits += asked.length;
    found.push(...(await compareAll(forest, asked, met)));
  }
  return { visits, found };
}

async function acceptedTrees(count: number, seed: number, sort: Sort): Promise<Tree[]> {
  const accepted: Tree[] = [];
  for (let turn = 0; accepted.length < count; turn += 1) {
    for (const files of fc.sample(trees, { seed: seed * 1000 + turn, numRuns: count })) {
      if (accepted.length < count && (await isAccepted(files, sort))) accepted.push(files);
    }
  }
  return accepted;
}

async function compareAll(forest: Tree[], visits: Visit[], met: Met): Promise<Visited[]> {
  const planted = plant(forest);
  try {
    const { folder, remove } = await buildNext(planted.next);
    try {
      const [next, ours] = await Promise.all([startNext(folder), startOurs("owned", planted.ours)]);
      try {
        return await visitAll(visits, next.port, ours.port, met);
      } finally {
        await Promise.all([next.stop(), ours.stop()]);
      }
    } finally {
      remove();
    }
  } finally {
    planted.remove();
  }
}

async function visitAll(visits: Visit[], next: number, ours: number, met: Met): Promise<Visited[]> {
  const found: Visited[] = [];
  const waiting = visits.toReversed();
  async function work(): Promise<void> {
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      const { files, prefix, path } = visit;
      const reasons = new Set<string>();
      const [theirs, mine] = await Promise.all([
        recorded(prefix + referenceVisit(files, path, reasons), next),
        recorded(prefix + path, ours),
      ]);
      const answers = theirs.answers.map((answer) => expectedVisit(path, answer, reasons));
      const difference = differenceOf({ ...theirs, answers }, mine);
      addTo(met, reasons);
      if (difference) found.push({ ...visit, ...difference });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

async function recorded(target: string, port: number): Promise<Recorded> {
  const sending = sendingOf([{ method: "GET", target, headers: [] }]);
  return recordingOf(sending, await exchange(port, sending), port, LONG);
}

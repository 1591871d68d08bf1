import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { buildNext, NEXT, startNext } from "./next.ts";
import type { Recorded } from "./recording.ts";
import { serialise } from "./recording.ts";
import { rowsOf } from "./requests/index.ts";
import { run } from "./run.ts";

const TARGET = new URL("recorded.json", import.meta.url);

async function recordOnce(folder: string): Promise<Map<string, Recorded>> {
  const next = await startNext(folder);
  try {
    return await run(rowsOf(), next.port);
  } finally {
    await next.stop();
  }
}

const { folder, remove } = await buildNext();
try {
  const first = await recordOnce(folder);
  const second = await recordOnce(folder);
  const rows: Record<string, Recorded> = {};
  let unsteady = 0;
  for (const { name } of rowsOf()) {
    const recorded = first.get(name);
    if (!recorded) continue;
    rows[name] = recorded;
    if (isDeepStrictEqual(recorded, second.get(name))) continue;
    unsteady += 1;
    console.log(`differs between two runs: ${name}`);
    console.log(JSON.stringify(recorded), "\n", JSON.stringify(second.get(name)));
  }
  writeFileSync(TARGET, serialise({ next: NEXT, node: process.version, rows }));
  console.log(`recorded ${Object.keys(rows).length} rows, ${unsteady} of them unsteady`);
  process.exitCode = unsteady > 0 ? 1 : 0;
} finally {
  remove();
}

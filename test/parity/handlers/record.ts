import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";

import { buildNext, NEXT, placeNext, startNext } from "../next.ts";
import type { Recorded, Recording } from "../recording.ts";
import { serialise } from "../recording.ts";
import { rowsOf } from "./requests/index.ts";
import { runAll } from "./run.ts";

// `--dev` records what `next dev` answers, and keeps the rows that `next start` answers in another way.
const isDev = process.argv.includes("--dev");
const APP = fileURLToPath(new URL("app", import.meta.url));
const BUILT = new URL("recorded.json", import.meta.url);
const TARGET = isDev ? new URL("recorded.dev.json", import.meta.url) : BUILT;

async function recordOnce(folder: string): Promise<Map<string, Recorded>> {
  const next = await startNext(folder, {}, "127.0.0.1", isDev ? "dev" : "start");
  try {
    // The first request of a route in development waits for its compilation.
    if (isDev) await runAll(next.port);
    return await runAll(next.port);
  } finally {
    await next.stop();
  }
}

function built(): Recording["rows"] {
  return (JSON.parse(readFileSync(BUILT, "utf8")) as Recording).rows;
}

const { folder, remove } = isDev ? placeNext(APP) : await buildNext(APP);
try {
  const first = await recordOnce(folder);
  const second = await recordOnce(folder);
  const known = isDev ? built() : {};
  const rows: Record<string, Recorded> = {};
  let unsteady = 0;
  for (const { name } of rowsOf()) {
    const recorded = first.get(name);
    if (!recorded || isDeepStrictEqual(recorded, known[name])) continue;
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

import { rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { buildApp, installNext, NEXT, startNext } from "../next.ts";
import { serialise } from "../recording.ts";
import type { Recorded } from "../recording.ts";
import { run } from "../run.ts";
import { apps, layOut, recordingFile, withoutUpstream } from "./apps.ts";
import type { App } from "./apps.ts";
import { startUpstream } from "./upstream.ts";

/*
 * Records what Next answers for the apps here, or for those named on the command line. `PARITY_NEXT_DIR` names an install
 * of Next to use again.
 */
const given = process.env.PARITY_NEXT_DIR;
const install = given ?? installNext();
const upstream = await startUpstream();

async function recordOnce({ rows }: App, folder: string): Promise<Map<string, Recorded>> {
  const next = await startNext(folder, { PARITY_UPSTREAM: upstream.origin }, "localhost");
  try {
    return withoutUpstream(await run(rows, next.port), upstream.port);
  } finally {
    await next.stop();
  }
}

async function record(app: App): Promise<void> {
  const folder = layOut(app, install);
  try {
    await buildApp(install, folder);
    const first = await recordOnce(app, folder);
    const second = await recordOnce(app, folder);
    const rows: Record<string, Recorded> = {};
    for (const { name } of app.rows) {
      const recorded = first.get(name);
      if (!recorded) continue;
      rows[name] = recorded;
      if (isDeepStrictEqual(recorded, second.get(name))) continue;
      process.exitCode = 1;
      console.log(`differs between two runs: ${name}`, recorded, second.get(name));
    }
    writeFileSync(recordingFile(app), serialise({ next: NEXT, node: process.version, rows }));
    console.log(`${app.name}: recorded ${Object.keys(rows).length} rows`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const named = process.argv.slice(2);
try {
  for (const app of apps) if (named.length === 0 || named.includes(app.name)) await record(app);
} finally {
  await upstream.stop();
  if (given === undefined) rmSync(install, { recursive: true, force: true });
}

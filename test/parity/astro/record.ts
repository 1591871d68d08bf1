import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { type Recorded, serialise } from "../recording.ts";
import { run } from "../run.ts";
import { buildAstro, CURRENT, LEGACY, startAstro } from "./astro.ts";
import { apps, rowsOf } from "./rows.ts";

const [, , only] = process.argv;
for (const app of Object.keys(apps)) {
  if (only !== undefined && only !== app) continue;
  const version = app.startsWith("legacy") ? LEGACY : CURRENT;
  const { folder, remove } = buildAstro(app, version);
  try {
    const first = await recordOnce(app, folder);
    const second = await recordOnce(app, folder);
    const unsteady = [...first].filter(([name, recorded]) => !isDeepStrictEqual(recorded, second.get(name)));
    for (const [name, recorded] of unsteady) {
      console.log(`differs between two runs: ${name}\n`, JSON.stringify([recorded, second.get(name)]));
      process.exitCode = 1;
    }
    const text = serialise({ next: version.astro, node: process.version, rows: Object.fromEntries(first) });
    writeFileSync(new URL(`recorded/${app}.json`, import.meta.url), text.replace('"next"', '"astro"'));
    console.log(`${app}: recorded ${first.size} rows of Astro ${version.astro}`);
  } finally {
    remove();
  }
}

async function recordOnce(app: string, folder: string): Promise<Map<string, Recorded>> {
  const astro = await startAstro(folder);
  try {
    const rows = rowsOf(app);
    const answers = await run(rows, astro.port);
    return new Map(rows.map(({ name }) => [name, answers.get(name)!]));
  } finally {
    await astro.stop();
  }
}

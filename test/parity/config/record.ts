import { mkdirSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { buildNext, NEXT, startNext } from "../next.ts";
import { type Recorded, serialise } from "../recording.ts";
import { run } from "../run.ts";
import { startOrigin, withoutOrigin } from "./origin.ts";
import { projects } from "./projects.ts";

/** `tsx test/parity/config/record.ts [project…]`: records what Next answers; PARITY_NEXT_DIR names an install. */
const wanted = process.argv.slice(2);
const origin = await startOrigin();
try {
  mkdirSync(new URL("recorded/", import.meta.url), { recursive: true });
  for (const { name, app, recorded, sections, host } of projects) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const rows = sections.flatMap((section) => section.rows);
    // oxlint-disable-next-line no-await-in-loop -- builds are heavy
    const { folder, remove } = await buildNext(app);
    const recordOnce = async (): Promise<Map<string, Recorded>> => {
      const next = await startNext(folder, {}, host);
      try {
        return withoutOrigin(await run(rows, next.port), origin.port);
      } finally {
        await next.stop();
      }
    };
    try {
      // oxlint-disable-next-line no-await-in-loop -- builds are heavy
      const [first, second] = [await recordOnce(), await recordOnce()];
      for (const row of rows) {
        if (!isDeepStrictEqual(first.get(row.name), second.get(row.name))) {
          console.log(`differs between two runs: ${name}: ${row.name}`);
        }
      }
      const text = serialise({ next: NEXT, node: process.version, rows: Object.fromEntries(first) });
      writeFileSync(recorded, text);
      console.log(`${name}: ${rows.length} requests`);
    } finally {
      remove();
    }
  }
} finally {
  await origin.stop();
}

import { mkdirSync, rmSync } from "node:fs";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { differences } from "../compare.ts";
import { startOurs } from "../ours.ts";
import type { Recording } from "../recording.ts";
import { run } from "../run.ts";
import { apps, layOut, recordingFile, withoutUpstream } from "./apps.ts";
import { startUpstream } from "./upstream.ts";

// Prints how our answers differ from the recorded ones, of the apps that are named, or of all.
const FOLDER = fileURLToPath(new URL("../../../node_modules/.cache/parity-middleware/", import.meta.url));
const named = process.argv.slice(2);
mkdirSync(FOLDER, { recursive: true });
const upstream = await startUpstream();
for (const app of apps.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const { rows } = JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording;
  const folder = layOut(app, FOLDER);
  const server = await startOurs("owned", folder, { PARITY_UPSTREAM: upstream.origin });
  const answers = withoutUpstream(await run(app.rows, server.port), upstream.port);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  let differing = 0;
  for (const row of app.rows) {
    const found = differences(row, rows[row.name]!, answers.get(row.name)!, "owned");
    if (found.length === 0) continue;
    differing += 1;
    console.log([row.name, ...found].join("\n    "));
  }
  console.log(`${app.name}: ${app.rows.length} requests, ${differing} differ from what they should be`);
}
await upstream.stop();

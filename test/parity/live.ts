import { differences } from "./compare.ts";
import type { Mount } from "./compare.ts";
import { buildNext, NEXT, startNext } from "./next.ts";
import type { Running } from "./next.ts";
import { startOurs } from "./ours.ts";
import type { Recorded } from "./recording.ts";
import { rowsOf } from "./requests/index.ts";
import { run } from "./run.ts";

// `--recorded` compares with the recording instead of a live Next; `--express` mounts the handler in Express.
const mount: Mount = process.argv.includes("--express") ? "express" : "owned";
const rows = rowsOf().filter((row) => mount === "owned" || typeof row.express !== "string");

async function answersOf(start: () => Promise<Running>): Promise<Map<string, Recorded>> {
  const server = await start();
  try {
    return await run(rows, server.port);
  } finally {
    await server.stop();
  }
}

async function answersOfNext(): Promise<Map<string, Recorded>> {
  if (process.argv.includes("--recorded")) {
    const { default: recording } = await import("./recorded.json", { with: { type: "json" } });
    return new Map(Object.entries(recording.rows as unknown as Record<string, Recorded>));
  }
  const { folder, remove } = await buildNext();
  try {
    return await answersOf(() => startNext(folder));
  } finally {
    remove();
  }
}

const next = await answersOfNext();
const ours = await answersOf(() => startOurs(mount));
let differing = 0;
for (const row of rows) {
  const [theirs, mine] = [next.get(row.name), ours.get(row.name)];
  const found = theirs && mine ? differences(row, theirs, mine, mount) : ["not recorded"];
  if (found.length === 0) continue;
  differing += 1;
  console.log([row.name, ...found].join("\n    "));
}
const better = rows.filter((row) => row.ours).length;
const result = `${rows.length - better} to be the same as Next ${NEXT}, ${better} better on purpose`;
console.log(`parity: ${mount}: ${rows.length} requests, ${result}, ${differing} differ from that`);
process.exitCode = differing > 0 ? 1 : 0;

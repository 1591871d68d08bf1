/** `tsx test/ecosystem/trial.record.ts`: records `next start` of trial/. PARITY_NEXT_DIR names an install that has next-auth. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildApp, NEXT, startNext } from "../parity/next.ts";
import { serialise } from "../parity/recording.ts";
import { run } from "../parity/run.ts";
import { PROJECT } from "./server.ts";
import { rows } from "./trial.rows.ts";

const install = process.env.PARITY_NEXT_DIR;
if (!install)
  throw new Error("PARITY_NEXT_DIR has to name a folder with next, react, react-dom and next-auth.");
const folder = mkdtempSync(join(install, "trial-"));
try {
  cpSync(join(PROJECT, "trial"), folder, { recursive: true });
  await buildApp(install, folder);
  const next = await startNext(folder);
  try {
    const answers = await run(rows, next.port);
    const text = serialise({ next: NEXT, node: process.version, rows: Object.fromEntries(answers) });
    writeFileSync(join(PROJECT, "trial.recorded.json"), text);
  } finally {
    await next.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

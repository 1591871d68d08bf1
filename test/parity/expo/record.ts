import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import { differences } from "../compare.ts";
import { stop } from "../next.ts";
import type { Running } from "../next.ts";
import type { Recorded, Recording } from "../recording.ts";
import { serialise } from "../recording.ts";
import { type App, apps, folderOf, recordingFile, runRows } from "./apps.ts";

/*
 * Records what Expo's server answers for the apps here, or for those named on the command line. PARITY_EXPO_DIR names a
 * folder with expo, expo-router, expo-server, react, react-dom, react-native, react-native-web and @expo/metro-runtime.
 * Each app says which version of Expo it is recorded from.
 * With --compare nothing is written: what another version of Expo answers is compared with the recording.
 */
const EXPO = "57";
const install = process.env.PARITY_EXPO_DIR;
if (install === undefined) throw new Error("PARITY_EXPO_DIR names no folder");

function exportApp(app: App, parent: string): string {
  const folder = join(parent, app.name);
  if (existsSync(join(folder, "dist/server/_expo/routes.json"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  cpSync(folderOf(app), folder, { recursive: true });
  const env = { ...process.env, CI: "1", EXPO_NO_TELEMETRY: "1" };
  execFileSync("npx", ["expo", "export", "-p", "web"], { cwd: folder, env, stdio: "inherit" });
  return folder;
}

function startExpo(folder: string): Promise<Running> {
  const serve = fileURLToPath(new URL("serve.mjs", import.meta.url));
  const env = { ...process.env, NODE_ENV: "production" };
  const child = spawn(process.execPath, [serve, folder], { env, stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`expo-server ended with ${code}`)));
    child.stdout.on("data", (data: Buffer) => {
      const port = /^port (\d+)$/m.exec(data.toString())?.[1];
      if (port !== undefined) resolve({ port: Number(port), stop: () => stop(child) });
    });
  });
}

async function recordOnce(app: App, folder: string): Promise<Map<string, Recorded>> {
  const server = await startExpo(folder);
  try {
    return await runRows(app, server.port);
  } finally {
    await server.stop();
  }
}

/** Prints what is answered in another way than it was recorded. */
function compare(app: App, answers: Map<string, Recorded>): void {
  const { rows } = JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording;
  let differing = 0;
  for (const { ours: _ours, ...row } of [...app.rows, ...(app.later ?? [])]) {
    const found = differences(row, rows[row.name]!, answers.get(row.name)!, "owned");
    if (found.length > 0) differing += 1;
    for (const line of found) console.log(`${row.name}: ${line}`);
  }
  console.log(`${app.name}: ${differing} of ${answers.size} rows differ`);
}

const compares = process.argv.includes("--compare");
const named = process.argv.slice(2).filter((each) => !each.startsWith("--"));
for (const app of apps.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const folder = exportApp(app, install);
  const first = await recordOnce(app, folder);
  if (compares) {
    compare(app, first);
    continue;
  }
  const second = await recordOnce(app, folder);
  const rows: Record<string, Recorded> = {};
  for (const [name, recorded] of first) {
    rows[name] = recorded;
    if (isDeepStrictEqual(recorded, second.get(name))) continue;
    process.exitCode = 1;
    console.log(`differs between two runs: ${name}`, recorded, second.get(name));
  }
  writeFileSync(
    recordingFile(app),
    serialise({ next: `expo ${app.expo ?? EXPO}`, node: process.version, rows }),
  );
  console.log(`${app.name}: recorded ${Object.keys(rows).length} rows`);
}

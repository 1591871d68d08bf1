import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import { startAll } from "../ours.ts";
import { digestOf } from "../recording.ts";
import type { Recorded, Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { run } from "../run.ts";
import { apps, layOut, recordingFile, withoutUpstream } from "./apps.ts";
import type { App } from "./apps.ts";
import { startUpstream } from "./upstream.ts";

/** Where packages of ours are found from. */
const FOLDER = fileURLToPath(new URL("../../../node_modules/.cache/parity-middleware/", import.meta.url));

const answersOf = new Map<string, Map<string, Recorded>>();
const folders: string[] = [];

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  for (const app of apps) folders.push(layOut(app, FOLDER));
  const upstream = await startUpstream();
  const servers = await startAll("owned", folders, { PARITY_UPSTREAM: upstream.origin });
  try {
    for (const [index, app] of apps.entries()) {
      const answers = await run(app.rows, servers.ports[index]!);
      answersOf.set(app.name, withoutUpstream(answers, upstream.port));
    }
  } finally {
    await servers.stop();
    await upstream.stop();
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function recordedOf(app: App): Recording["rows"] {
  return (JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording).rows;
}

describe.each(apps)("$title", (app) => {
  const recorded = recordedOf(app);

  it("is recorded as it is sent now", () => {
    const stale = app.rows.filter((row) => recorded[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("has no row whose reason to differ is void", () => {
    const idle = app.rows.filter((row) => isVoid(row, recorded[row.name]!));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it.each(app.rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const ours = answersOf.get(app.name)?.get(name);
    expect(ours && differences(row, recorded[name]!, ours, "owned")).toEqual([]);
  });
});

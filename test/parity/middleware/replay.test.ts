import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import { startOurs } from "../ours.ts";
import { digestOf } from "../recording.ts";
import type { Recorded, Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { run } from "../run.ts";
import { apps, layOut, recordingFile, withoutUpstream } from "./apps.ts";
import type { App } from "./apps.ts";
import { startUpstream } from "./upstream.ts";

/** Where packages of ours are found from. */
const FOLDER = fileURLToPath(new URL("../../../node_modules/.cache/parity-middleware/", import.meta.url));

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
});

function recordedOf(app: App): Recording["rows"] {
  return (JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording).rows;
}

describe.each(apps)("$title", (app) => {
  const recorded = recordedOf(app);
  let answers: Map<string, Recorded>;
  let folder: string | undefined;

  beforeAll(async () => {
    folder = layOut(app, FOLDER);
    const upstream = await startUpstream();
    const server = await startOurs("owned", folder, { PARITY_UPSTREAM: upstream.origin });
    try {
      answers = withoutUpstream(await run(app.rows, server.port), upstream.port);
    } finally {
      await server.stop();
      await upstream.stop();
    }
  });

  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("is recorded as it is sent now", () => {
    const stale = app.rows.filter((row) => recorded[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("has no row whose reason to differ is void", () => {
    const idle = app.rows.filter((row) => isVoid(row, recorded[row.name]!));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it.each(app.rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const ours = answers.get(name);
    expect(ours && differences(row, recorded[name]!, ours, "owned")).toEqual([]);
  });
});

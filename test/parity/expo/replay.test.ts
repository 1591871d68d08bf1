import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import { startOurs } from "../ours.ts";
import { digestOf, type Recorded, type Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { apps, folderOf, recordingFile, runRows } from "./apps.ts";

const cases = apps.flatMap((app) =>
  (["owned", "express"] as const).map((mount) => ({ app, mount, name: app.name })),
);

describe.each(cases)("the app $name, $mount", ({ app, mount }) => {
  const recording = JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording;
  const rows = [...app.rows, ...(app.later ?? [])];
  const recorded = (name: string): Recorded => {
    const found = recording.rows[name];
    if (found === undefined) throw new Error(`not recorded: ${name}`);
    return found;
  };
  let answers: Map<string, Recorded>;

  beforeAll(async () => {
    const server = await startOurs(mount, folderOf(app));
    try {
      answers = await runRows(app, server.port);
    } finally {
      await server.stop();
    }
  });

  it("is recorded as it is sent now", () => {
    const stale = rows.filter((row) => recording.rows[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("has no reason to differ that is void", () => {
    const idle = rows.filter((row) => isVoid(row, recorded(row.name)));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  // What is no route is Express's own matter, and so is what it refuses before any middleware.
  const replayed = rows.filter(
    (row) => mount === "owned" || (row.express === undefined && isRoute(recorded(row.name))),
  );
  it.each(replayed.map((row) => [row.name, row] as const))("%s", (name, row) => {
    const ours = answers.get(name);
    expect(ours && differences(row, recorded(name), ours, mount)).toEqual([]);
  });
});

function isRoute({ answers }: Recorded): boolean {
  return answers.every(({ status, body }) => status !== 404 || (body !== "Not found" && body !== ""));
}

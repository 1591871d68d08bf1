import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import { startAll } from "../ours.ts";
import { digestOf, type Recorded, type Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { apps, folderOf, recordingFile, runRows } from "./apps.ts";

describe.each(["owned", "express"] as const)("%s", (mount) => {
  const answersOf = new Map<string, Map<string, Recorded>>();

  beforeAll(async () => {
    const servers = await startAll(mount, apps.map(folderOf));
    try {
      for (const [index, app] of apps.entries()) {
        answersOf.set(app.name, await runRows(app, servers.ports[index]!));
      }
    } finally {
      await servers.stop();
    }
  });

  describe.each(apps)("the app $name", (app) => {
    const recording = JSON.parse(readFileSync(recordingFile(app), "utf8")) as Recording;
    const rows = [...app.rows, ...(app.later ?? [])];
    const recorded = (name: string): Recorded => {
      const found = recording.rows[name];
      if (found === undefined) throw new Error(`not recorded: ${name}`);
      return found;
    };

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
      const ours = answersOf.get(app.name)?.get(name);
      expect(ours && differences(row, recorded(name), ours, mount)).toEqual([]);
    });
  });
});

function isRoute({ answers }: Recorded): boolean {
  return answers.every(({ status, body }) => status !== 404 || (body !== "Not found" && body !== ""));
}

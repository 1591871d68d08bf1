import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import { startAll } from "../ours.ts";
import { digestOf, type Recorded, type Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { run } from "../run.ts";
import { startOrigin, withoutOrigin } from "./origin.ts";
import { projects } from "./projects.ts";

const answersOf = new Map<string, Map<string, Recorded>>();

beforeAll(async () => {
  const origin = await startOrigin();
  const servers = await startAll(
    "owned",
    projects.map(({ app }) => app),
  );
  try {
    for (const [index, { name, sections }] of projects.entries()) {
      const rows = sections.flatMap((section) => section.rows);
      answersOf.set(name, withoutOrigin(await run(rows, servers.ports[index]!), origin.port));
    }
  } finally {
    await servers.stop();
    await origin.stop();
  }
});

describe.each(projects)("next.config of the project $name", ({ name: project, sections, recorded }) => {
  const recording = JSON.parse(readFileSync(recorded, "utf8")) as Recording;
  const rows = sections.flatMap((section) => section.rows);

  it("is recorded as it is asked now", () => {
    const stale = rows.filter((row) => recording.rows[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
    const idle = rows.filter((row) => isVoid(row, recording.rows[row.name]!));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  describe.each(sections)("$title", (section) => {
    it.each(section.rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
      expect(differences(row, recording.rows[name]!, answersOf.get(project)!.get(name)!, "owned")).toEqual(
        [],
      );
    });
  });
});

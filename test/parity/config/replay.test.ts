import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, isVoid } from "../compare.ts";
import type { Running } from "../next.ts";
import { startOurs } from "../ours.ts";
import { digestOf, type Recorded, type Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { run } from "../run.ts";
import { startOrigin, withoutOrigin } from "./origin.ts";
import { projects } from "./projects.ts";

let origin: Running;

beforeAll(async () => {
  origin = await startOrigin();
});

afterAll(() => origin.stop());

describe.each(projects)("next.config of the project $name", ({ app, sections, recorded }) => {
  const recording = JSON.parse(readFileSync(recorded, "utf8")) as Recording;
  const rows = sections.flatMap((section) => section.rows);
  let answers: Map<string, Recorded>;

  beforeAll(async () => {
    const server = await startOurs("owned", app);
    try {
      answers = withoutOrigin(await run(rows, server.port), origin.port);
    } finally {
      await server.stop();
    }
  });

  it("is recorded as it is asked now", () => {
    const stale = rows.filter((row) => recording.rows[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
    const idle = rows.filter((row) => isVoid(row, recording.rows[row.name]!));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  describe.each(sections)("$title", (section) => {
    it.each(section.rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
      expect(differences(row, recording.rows[name]!, answers.get(name)!, "owned")).toEqual([]);
    });
  });
});

import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { differences, isVoid } from "./compare.ts";
import type { Mount } from "./compare.ts";
import { startOurs } from "./ours.ts";
import { digestOf } from "./recording.ts";
import type { Recorded, Recording } from "./recording.ts";
import { rowsOf, sections } from "./requests/index.ts";
import { sendingOf } from "./row.ts";
import { run } from "./run.ts";

const recording = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as Recording;
const mounts: Mount[] = ["owned", "express"];

describe("the recording", () => {
  it("holds every row as it is sent now", () => {
    const stale = rowsOf().filter((row) => recording.rows[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("has no row whose reason to differ is void", () => {
    const idle = rowsOf().filter((row) => isVoid(row, recorded(row.name)));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });
});

describe.each(mounts)("%s answers as Next does", (mount) => {
  const rows = rowsOf().filter((row) => mount === "owned" || typeof row.express !== "string");
  const passed = { same: 0, better: 0 };
  let answers: Map<string, Recorded>;

  beforeAll(async () => {
    const server = await startOurs(mount);
    try {
      answers = await run(rows, server.port);
    } finally {
      await server.stop();
    }
  });

  afterAll(() => {
    const { same, better } = passed;
    const wrong = rows.length - same - better;
    const result = `${same} same as Next ${recording.next}, ${better} better on purpose`;
    console.log(`parity: ${rows.length} requests (${mount}), ${result}${wrong ? `, ${wrong} WRONG` : ""}`);
  });

  describe.each(sections)("$title", (section) => {
    const own = section.rows.filter((row) => rows.includes(row));
    it.each(own.map((row) => [row.name, row] as const))("%s", (name, row) => {
      const ours = answers.get(name);
      expect(ours && differences(row, recorded(name), ours, mount)).toEqual([]);
      passed[row.ours ? "better" : "same"] += 1;
    });
  });
});

function recorded(name: string): Recorded {
  const found = recording.rows[name];
  if (!found) throw new Error(`not recorded: ${name}`);
  return found;
}

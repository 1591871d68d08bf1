import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";

import { differences, isVoid } from "../compare.ts";
import { startOurs } from "../ours.ts";
import { digestOf } from "../recording.ts";
import type { Recorded, Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { ofHost } from "./of-host.ts";
import { all, rowsOf } from "./requests/index.ts";
import { runAll } from "./run.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));
const recordingOf = (file: string): Recording =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Recording;
const recording = recordingOf("recorded.json");
/** The rows that `next dev` answers in another way. */
const dev = recordingOf("recorded.dev.json");

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

describe.each(["production", "development"] as const)("answers in %s as Next does", (mode) => {
  let answers: Map<string, Recorded>;

  beforeAll(async () => {
    const server = await startOurs("owned", APP, { NODE_ENV: mode });
    try {
      answers = await runAll(server.port);
    } finally {
      await server.stop();
    }
  });

  describe.each(all)("$title", ({ rows }) => {
    it.each(rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
      const ours = answers.get(name);
      const theirs = (mode === "development" && dev.rows[name]) || recorded(name);
      expect(ours && differences(row, ofHost(theirs), ofHost(withoutReport(ours)), "owned")).toEqual([]);
    });
  });
});

/** In development the report of an error, with its place, is in the body of a 500; Next shows it in the terminal alone. */
function withoutReport(recorded: Recorded): Recorded {
  const answers = recorded.answers.map((answer) => {
    const isReport = /^(?:Internal Server Error\n\n|<!doctype html>|$)/.test(answer.body);
    if (answer.status !== 500 || !isReport) return answer;
    const headers = answer.headers.filter((line) => !/^(?:cache-control|content-type):/i.test(line));
    return { ...answer, headers, body: "" };
  });
  return { ...recorded, answers };
}

function recorded(name: string): Recorded {
  const found = recording.rows[name];
  if (!found) throw new Error(`not recorded: ${name}`);
  return found;
}

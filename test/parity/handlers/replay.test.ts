import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";

import { differences, isVoid } from "../compare.ts";
import { startOurs } from "../ours.ts";
import { digestOf } from "../recording.ts";
import type { Recorded, RecordedAnswer, Recording } from "../recording.ts";
import { HOST, sendingOf } from "../row.ts";
import { all, rowsOf } from "./requests/index.ts";
import { runAll } from "./run.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));
const recording = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as Recording;

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

describe("answers as Next does", () => {
  let answers: Map<string, Recorded>;

  beforeAll(async () => {
    const server = await startOurs("owned", APP);
    try {
      answers = await runAll(server.port);
    } finally {
      await server.stop();
    }
  });

  describe.each(all)("$title", ({ rows }) => {
    it.each(rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
      const ours = answers.get(name);
      expect(ours && differences(row, ofHost(recorded(name)), ofHost(ours), "owned")).toEqual([]);
    });
  });
});

/**
 * Next says `localhost` in every URL of a request, whatever host the client has asked for, which sends clients of a
 * server behind a proxy to their own machine. Here it is the host that was asked for, as it is on Vercel.
 */
function ofHost(recorded: Recorded): Recorded {
  const told = (text: string): string =>
    text.replaceAll(/\b(?:localhost|127\.0\.0\.1):<port>|parity\.test\b/g, HOST);
  const answer = (each: RecordedAnswer): RecordedAnswer => ({
    ...each,
    headers: each.headers.map(told),
    body: told(each.body),
  });
  return { ...recorded, answers: recorded.answers.map(answer) };
}

function recorded(name: string): Recorded {
  const found = recording.rows[name];
  if (!found) throw new Error(`not recorded: ${name}`);
  return found;
}

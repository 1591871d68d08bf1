/**
 * The move of a whole project, as a newcomer makes it: 15 routes, next-auth, a middleware, rewrites, redirects, headers, env
 * and a base path. `pages-api init` and `check`, then every URL answers as `next start` did (`trial.record.ts`).
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences } from "../parity/compare.ts";
import { digestOf, type Recording } from "../parity/recording.ts";
import { HOST, type Row, sendingOf } from "../parity/row.ts";
import { run as ask } from "../parity/run.ts";
import { CLI, run, serving } from "../support/program.ts";
import { PROJECT } from "./server.ts";
import { rows } from "./trial.rows.ts";

const { rows: recorded } = JSON.parse(
  readFileSync(join(PROJECT, "trial.recorded.json"), "utf8"),
) as Recording;

/** How long a connection is kept is the server's own matter. */
const withoutTimeout = (row: Row): Row => ({
  ...row,
  rule: { ...row.rule, ignore: ["keep-alive", ...(row.rule?.ignore ?? [])] },
});

let dir: string;
// Below a project that has next-auth, pages-api, and pages-api-next under the name of next.
beforeAll(() => {
  dir = mkdtempSync(join(PROJECT, "guarded/node_modules/.trial-"));
  cpSync(join(PROJECT, "trial"), dir, { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("next-auth, pages-api-next", () => {
  it("a project of 15 routes is asked as it was recorded", () => {
    expect(Object.keys(recorded).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
    const stale = rows.filter((row) => recorded[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("it moves by init, passes check, and builds", async () => {
    expect(await run([CLI, "init", dir])).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(readFileSync(join(dir, "package.json"), "utf8"))).toMatchObject({
      scripts: { dev: "next dev", "api:dev": "pages-api dev" },
      dependencies: { next: "16.4.6", "pages-api": expect.any(String) },
    });
    const checked = await run([CLI, "check", dir]);
    expect([checked.code, checked.out + checked.err]).toEqual([
      0,
      expect.stringMatching(/15 ok, 0 need attention, 0 unsupported/),
    ]);
    expect((await run([CLI, "build", dir])).code).toBe(0);
  });

  it.each([["dev", "--allowed-hosts", HOST], ["start"]])(
    "all its URLs answer under %s as under next start",
    async (command, ...options) => {
      const { url } = await serving([CLI, command, dir, ...options]);
      const answers = await ask(rows, Number(new URL(url).port));
      const found = rows.map((row) => [
        row.name,
        differences(withoutTimeout(row), recorded[row.name], answers.get(row.name), "owned"),
      ]);
      expect(found.filter(([, all]) => all.length > 0)).toEqual([]);
    },
  );
});

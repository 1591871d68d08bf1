import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { differences } from "./compare.ts";
import { buildOurs, type Ours } from "./ours.ts";
import { run, type StepAnswer } from "./run.ts";
import { scenarios } from "./scenarios/index.ts";
import { startUpstream, type Upstream } from "./upstream.ts";

const recording = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as {
  next: string;
  scenarios: Record<string, StepAnswer[]>;
};

describe("answers from the cache, as Next has them", () => {
  let upstream: Upstream;
  let ours: Ours;

  beforeAll(async () => {
    upstream = await startUpstream();
    ours = await buildOurs({ UPSTREAM: upstream.url });
  });

  afterAll(async () => {
    await ours?.stop();
    upstream?.close();
  });

  const served = scenarios;
  it.each(served.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
    const answers = await run(scenario, ours.port, upstream);
    const expected = recording.scenarios[name] ?? [];
    expect(expected, "not recorded").toHaveLength(scenario.steps.length);
    const found = scenario.steps.flatMap((step, index) =>
      differences(step, expected[index] ?? null, answers[index] ?? null).map(
        (difference) => `${index + 1}. ${step.method ?? "GET"} ${step.path}: ${difference}`,
      ),
    );
    expect(found).toEqual([]);
  });
});

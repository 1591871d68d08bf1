import { exchange } from "../parity/client.ts";
import { recordingOf } from "../parity/recording.ts";
import type { RecordedAnswer } from "../parity/recording.ts";
import { sendingOf } from "../parity/row.ts";
import type { Scenario, Step } from "./scenarios/step.ts";
import type { Upstream } from "./upstream.ts";

/** Without content, "no answer". */
export type StepAnswer = RecordedAnswer | null;

const PATIENCE = 20_000;
const PAUSE = 60;

/** Sends the steps one after the other; tokens are numbered by their first appearance in the scenario. */
export async function run({ steps }: Scenario, port: number, upstream: Upstream): Promise<StepAnswer[]> {
  const answers: StepAnswer[] = [];
  for (const step of steps) {
    if (step.upstream) upstream.failing = step.upstream === "failing";
    const before = answers.at(-1)?.body;
    const start = Date.now();
    let answer = await send(step, port);
    while (!met(step, answer, before)) {
      if (Date.now() - start > PATIENCE) throw new Error(`${step.path} does not become ${step.until}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      answer = await send(step, port);
    }
    answers.push(answer);
  }
  upstream.failing = false;
  return numbered(answers);
}

async function send(step: Step, port: number): Promise<StepAnswer> {
  const { until: _until, upstream: _upstream, ...message } = step;
  const sending = sendingOf({ name: step.path, ...message });
  const { answers } = recordingOf(sending, await exchange(port, sending), port);
  return answers[0] ?? null;
}

function met({ until }: Step, answer: StepAnswer, before: string | undefined): boolean {
  if (until === undefined) return true;
  const has = (line: string): boolean =>
    answer?.headers.some((header) => header.toLowerCase().startsWith(line.toLowerCase())) ?? false;
  // On a busy machine the new answer may be old already.
  if (until === "new") return answer?.body !== before && !has("x-nextjs-cache: STALE");
  if (until === "old") return has("x-nextjs-cache: STALE") && has("cache-control: s-maxage=3,");
  return has(`x-nextjs-cache: ${until}`);
}

function numbered(answers: StepAnswer[]): StepAnswer[] {
  const seen = new Map<string, number>();
  const text = JSON.stringify(answers).replaceAll(/token:[0-9a-f]{12}/g, (token) => {
    if (!seen.has(token)) seen.set(token, seen.size + 1);
    return `<${seen.get(token)}>`;
  });
  return JSON.parse(text) as StepAnswer[];
}

import { PAGE } from "../parity/recording.ts";
import type { StepAnswer } from "./run.ts";
import type { Step } from "./scenarios/step.ts";

/** Headers that say how an answer travels, and what Next's pages router adds. */
const UNCOMPARED = new Set(
  "connection keep-alive transfer-encoding content-length vary content-encoding etag x-powered-by".split(" "),
);

/** What is other than it should be, a line each; empty when the answer is right. */
export function differences({ ours }: Step, next: StepAnswer, answer: StepAnswer): string[] {
  if (answer === null || next === null) return answer === next ? [] : ["no answer"];
  const found: string[] = [];
  const was = (what: string, expected: unknown, given: unknown): void => {
    if (expected !== given) found.push(`${what}: ${String(expected)} expected, ${String(given)} given`);
  };
  was("status", ours?.status ?? next.status, answer.status);
  const isPage = next.body === PAGE || ours?.status !== undefined;
  if (ours?.body !== undefined) {
    const { body } = ours;
    const isSame = typeof body === "string" ? body === answer.body : body.test(answer.body);
    if (!isSame) was("body", body, answer.body);
  } else if (!isPage) was("body", next.body, answer.body);
  const [expected, given] = [headersOf(next), headersOf(answer)];
  const names = new Set([
    ...(isPage ? [] : [...expected.keys(), ...given.keys()]),
    ...Object.keys(ours?.headers ?? {}),
  ]);
  for (const name of names) {
    if (UNCOMPARED.has(name)) continue;
    const own = ours?.headers?.[name];
    was(name, own === undefined ? expected.get(name) : (own ?? undefined), given.get(name));
  }
  return found;
}

function headersOf({ headers }: NonNullable<StepAnswer>): Map<string, string> {
  const map = new Map<string, string>();
  for (const header of headers) {
    const at = header.indexOf(":");
    const name = header.slice(0, at).toLowerCase();
    const before = map.get(name);
    const value = header.slice(at + 2);
    map.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return map;
}

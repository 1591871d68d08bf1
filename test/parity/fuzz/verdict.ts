import { differences } from "../compare.ts";
import type { Recorded, RecordedAnswer } from "../recording.ts";

import { KNOWN } from "./known.ts";
import { withoutMarks } from "./mark.ts";
import type { Sequence } from "./request.ts";

/** What Next is to be sent, and for which reasons that is something else than what ours is sent. */
export function referenceOf(sequence: Sequence, met: Set<string>): Sequence {
  return sequence.map((ask) =>
    KNOWN.reduce((before, { reason, instead }) => {
      const after = instead?.(before) ?? before;
      if (after !== before) met.add(reason);
      return after;
    }, ask),
  );
}

/** What ours has to answer to the sequence, made of what Next answered to its reference. */
export function expectedOf(sequence: Sequence, next: Recorded, met: Set<string>): Recorded {
  let final = 0;
  const answers = next.answers.map((answer) => {
    const ask = sequence[final];
    if (answer.status >= 200) final += 1;
    if (!ask || answer.status < 200) return answer;
    return KNOWN.reduce((before, { reason, expected }) => {
      const after = expected?.(ask, before) ?? before;
      if (!isSame(before, after)) met.add(reason);
      return after;
    }, withoutMarks(answer));
  });
  return { ...next, answers };
}

function isSame(a: RecordedAnswer, b: RecordedAnswer): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

export interface Difference {
  /** The same for differences that are likely to have one cause. */
  kind: string;
  lines: string[];
}

export function differenceOf(expected: Recorded, ours: Recorded): Difference | undefined {
  const lines = differences({ name: "" }, expected, ours, "owned");
  if (lines.length === 0) return undefined;
  const kinds = lines.map((line) => (line.startsWith("body:") ? bodyKind(expected, ours) : kindOf(line)));
  return { kind: [...new Set(kinds)].toSorted().join(", "), lines };
}

function kindOf(line: string): string {
  return line.startsWith("status: ") || line.startsWith("connection: ")
    ? line
    : line.slice(0, line.indexOf(":"));
}

/** Which members of an echo differ. */
function bodyKind(expected: Recorded, ours: Recorded): string {
  for (const [index, answer] of expected.answers.entries()) {
    const other = ours.answers[index];
    if (!other || other.body === answer.body) continue;
    const [a, b] = [objectOf(answer.body), objectOf(other.body)];
    if (!a || !b) return "body";
    const keys = Object.keys({ ...a, ...b }).filter(
      (key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]),
    );
    return `body (${keys.join(", ")})`;
  }
  return "body";
}

function objectOf(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

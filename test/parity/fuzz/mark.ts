import type { RecordedAnswer } from "../recording.ts";

/** Put before a name that Next would lose, and taken from its answer again. No generator makes it. */
export const MARK = "qq-";

/** What Next was sent with a mark comes back with it. */
export function withoutMarks(next: RecordedAnswer): RecordedAnswer {
  const headers = next.headers.map((header) => header.replaceAll(MARK, ""));
  return { ...next, headers, body: next.body.replaceAll(MARK, "") };
}

import type { Recorded, RecordedAnswer } from "../recording.ts";
import { HOST } from "../row.ts";

/**
 * Next says `localhost` in every URL of a request, whatever host the client has asked for, which sends clients of a
 * server behind a proxy to their own machine. Here it is the host that was asked for, as it is on Vercel.
 */
export function ofHost(recorded: Recorded): Recorded {
  const told = (text: string): string =>
    text.replaceAll(/\b(?:localhost|127\.0\.0\.1):<port>|parity\.test\b/g, HOST);
  const answer = (each: RecordedAnswer): RecordedAnswer => ({
    ...each,
    headers: each.headers.map(told),
    body: told(each.body),
  });
  return { ...recorded, answers: recorded.answers.map(answer) };
}

import { PAGE, type Recorded, type RecordedAnswer } from "../recording.ts";

/** Node's own, or what Astro 2 says to its adapter. */
const OF_ASTRO = /^(?:keep-alive|x-astro-response):/i;
/** Node's own, or what an adapter of Astro leaves to the host. */
const OF_SERVER = /^(?:keep-alive|content-length|content-type):/i;

/**
 * What of a recorded answer is compared. Astro's own HTML pages are small texts here: only their status counts; of the
 * page that a redirect sends, its location.
 */
export function comparable(recorded: Recorded): Recorded {
  return { ...recorded, answers: recorded.answers.map(comparableAnswer) };
}

function comparableAnswer(answer: RecordedAnswer): RecordedAnswer {
  const headers = answer.headers.filter((header) => !OF_ASTRO.test(header));
  const type = headers.find((header) => /^content-type:/i.test(header)) ?? "";
  const isRedirect = headers.some((header) => /^location:/i.test(header));
  if (isRedirect) {
    const kept = headers.filter((header) => !OF_SERVER.test(header));
    return { ...answer, headers: kept, body: answer.body.startsWith("<!doctype html>") ? "" : answer.body };
  }
  if (answer.status === 404 && type.endsWith("text/html")) return { ...answer, headers, body: PAGE };
  return { ...answer, headers: headers.filter((header) => !/^content-length:/i.test(header)) };
}

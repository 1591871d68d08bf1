import { PAGE } from "../recording.ts";
import type { RecordedAnswer } from "../recording.ts";

import { modernCodingOf } from "./coding.ts";
import { hasEmptyPath, isAnswering, urlOf } from "./location.ts";
import { isStar } from "./message.ts";
import { headerOf, isRefused } from "./request.ts";
import type { Ask } from "./request.ts";

interface Told {
  headers?: string[][];
  query?: string[][];
}

const REFUSAL = { status: 400, statusText: "Bad Request", body: PAGE };

/** Our echo tells the target as it was sent. */
export function withUrl(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = toldBy(next);
  return told && "url" in told ? { ...next, body: JSON.stringify({ ...told, url: ask.target }) } : next;
}

function toldBy({ body }: RecordedAnswer): Told | undefined {
  return body.startsWith('{"route"') ? (JSON.parse(body) as Told) : undefined;
}

export function withStar(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = toldBy(next);
  if (!told?.headers || !isStar(ask)) return next;
  const headers = [...told.headers, ["if-none-match", "*"]].toSorted(byName);
  return { ...next, body: JSON.stringify({ ...told, headers }) };
}

export function withQueryOfLocation(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  if (next.status !== 308 || isAnswering(ask)) return next;
  const query = /^[^?#]*(?:\?#?$|(\?[^#]+)?)/.exec(ask.target)?.[1] ?? "";
  const replaced = (text: string): string => text.replace(/\?.*$/, "") + query;
  const headers = next.headers.map((header) =>
    /^(location|refresh):/i.test(header) ? replaced(header) : header,
  );
  return { ...next, headers, body: next.body && replaced(next.body) };
}

export function withUpperCase(next: RecordedAnswer): RecordedAnswer {
  const headers = next.headers.map((header) =>
    header.replace(/^(cache-control: )no-transform/i, "$1NO-TRANSFORM"),
  );
  return { ...next, headers };
}

/** How Next refuses a malformed path where it does not answer with its page. */
function isRefusal(ask: Ask, { status, headers, body }: RecordedAnswer): boolean {
  if (body !== "" || isRefused(ask)) return false;
  if (ask.method === "OPTIONS" && status === 400) return true;
  const location = headers.find((header) => /^location:/i.test(header)) ?? "";
  return status === 307 && headerOf(ask, "rsc") !== undefined && /[?&]_rsc(=.*)?$/.test(location);
}

/** A redirect to what is no header throws, with the handler's headers set. */
export function withoutLeftovers(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  if (next.status !== 500 || !ask.target.includes("how=redirect")) return next;
  if (next.headers.some((header) => header.startsWith("Location:"))) return next;
  const vary = urlOf(ask)?.searchParams.get("vary");
  const kept = next.headers.filter((header) => !/^(content-type|etag|content-encoding|vary):/i.test(header));
  return { ...next, headers: vary ? [...kept, `Vary: ${vary}`] : kept };
}

export function withModernCoding(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const coding = modernCodingOf(headerOf(ask, "accept-encoding") ?? "");
  if (coding === undefined || isOwnCoding(ask)) return next;
  const headers = next.headers.map((header) =>
    header === "Content-Encoding: gzip" ? `Content-Encoding: ${coding}` : header,
  );
  return { ...next, headers };
}

function isOwnCoding(ask: Ask): boolean {
  return urlOf(ask)?.searchParams.get("coding") === "gzip";
}

export function withRefusal(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  return isRefusal(ask, next) ? { ...next, ...REFUSAL } : next;
}

/** Next puts a param behind the query where the query has an empty value of its name. */
export function withPlace(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = toldBy(next);
  const keys = [...new Set(urlOf(ask)?.searchParams.keys())];
  if (!told?.query || !hasEmptyPath(ask)) return next;
  const [param, others] = [told.query.filter(isPath), told.query.filter((entry) => !isPath(entry))];
  const behind = new Set(keys.slice(keys.indexOf("path")));
  const at = others.findIndex(([key = ""]) => behind.has(key) && !/^(0|[1-9]\d*)$/.test(key));
  const query = at === -1 ? [...others, ...param] : others.toSpliced(at, 0, ...param);
  return { ...next, body: JSON.stringify({ ...told, query }) };
}

function isPath([key]: string[]): boolean {
  return key === "path";
}

function byName([a = ""]: string[], [b = ""]: string[]): number {
  return a < b ? -1 : 1;
}

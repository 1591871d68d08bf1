import Negotiator from "negotiator";

import * as reasons from "../reasons.ts";
import { PAGE } from "../recording.ts";
import type { RecordedAnswer } from "../recording.ts";

import { headerOf, isRefused, withoutHeader } from "./request.ts";
import type { Ask } from "./request.ts";

/**
 * A difference on purpose, as a prediction: our answer is compared all the same, with something else than what Next
 * answers to the same request.
 */
export interface Known {
  reason: string;
  /** The request whose answer by Next ours has to be; the same request where the difference does not arise. */
  instead?(ask: Ask): Ask;
  /** Our answer, made of Next's; the same answer where the difference does not arise. */
  expected?(ask: Ask, next: RecordedAnswer): RecordedAnswer;
}

/** Put before a name that Next would lose, and taken from its answer again. No generator makes it. */
const MARK = "qq-";
const LOST = new Set(Object.getOwnPropertyNames(Object.prototype));
const ANSWERING = "/api/res/send";
/** The literal segments of the app's routes. */
const STATICS = new Set(
  "api one me posts all fixed opt mix static body default 100 1kb raw res send lit.file $x e%20n it's".split(
    " ",
  ),
);
/** Above the largest limit that Next reads to its end with the 413 on its way. */
const LARGE = 16_000;
const LIMITS: Record<string, number> = { "/api/body/100": 100, "/api/body/1kb": 1024 };
const DEFAULT_LIMIT = 1024 * 1024;

const REFUSAL = { status: 400, statusText: "Bad Request", body: PAGE };

export const KNOWN: Known[] = [
  {
    reason: reasons.ABSOLUTE,
    instead: (ask) => withTarget(ask, ask.target.replace(/^[a-z]+:\/\/[^/?#\\]*/i, "")),
  },
  { reason: reasons.EQUIVALENT, instead: (ask) => withPath(ask, literal) },
  { reason: reasons.DOTS, instead: (ask) => (hasOverlookedDots(ask) ? withPath(ask, markDotted) : ask) },
  { reason: reasons.SPELLED, instead: (ask) => (endsAs(ask, "[[...path]]") ? withPath(ask, markLast) : ask) },
  { reason: reasons.INDEX, instead: (ask) => (endsAs(ask, "index") ? withPath(ask, markLast) : ask) },
  {
    reason: reasons.EMPTY_VALUE,
    instead: (ask) => (hasEmptyPathOnly(ask) ? withKeys(ask, (key) => key === "path") : ask),
  },
  { reason: reasons.PROTO, instead: (ask) => withKeys(ask, (key) => LOST.has(key)) },
  { reason: reasons.NXTP, instead: (ask) => withKeys(ask, (key) => /^nxt[PI]/.test(key)) },
  {
    reason: reasons.COOKIE_NAMES,
    instead: (ask) => withCookies(ask, (name) => LOST.has(name)),
  },
  {
    reason: reasons.ONLY_SAFE,
    instead: (ask) => (isAnswering(ask) ? withoutUnsafeTag(ask) : withoutStar(ask)),
    expected: (ask, next) => (isAnswering(ask) ? next : withStar(ask, next)),
  },
  {
    reason: reasons.ONE_VALIDATOR,
    instead: (ask) =>
      isAnswering(ask) && headerOf(ask, "if-none-match") !== undefined
        ? withoutHeader(ask, "if-modified-since")
        : ask,
  },
  {
    reason: reasons.ANY_CASE,
    instead: (ask) => withTarget(ask, ask.target.replace("cache=NO-TRANSFORM", "cache=no-transform")),
    expected: (ask, next) => (ask.target.includes("cache=NO-TRANSFORM") ? withUpperCase(next) : next),
  },
  {
    reason: reasons.REFUSED_ALIKE,
    expected: (ask, next) => (isRefusal(ask, next) ? { ...next, ...REFUSAL } : next),
  },
  { reason: reasons.CLEAN, expected: (ask, next) => (isAnswering(ask) ? withoutLeftovers(ask, next) : next) },
  {
    reason: reasons.DEFLATE,
    instead: (ask) => (isAnswering(ask) ? withoutGzip(ask) : ask),
  },
  {
    reason: reasons.SIZE_FIRST,
    instead: (ask) => (isTooLarge(ask) && !ask.content?.chunks ? withoutHeader(ask, "content-type") : ask),
  },
  { reason: reasons.LARGE_REFUSED, instead: (ask) => (isTooLarge(ask) ? cutRefused(ask) : ask) },
  { reason: reasons.BYTES, expected: withUrl },
  { reason: reasons.VERBATIM, expected: withQueryOfLocation },
];

function withTarget(ask: Ask, target: string): Ask {
  return target === ask.target ? ask : { ...ask, target };
}

function withPath(ask: Ask, change: (path: string) => string): Ask {
  return withTarget(ask, ask.target.replace(/^[^?#]*/, change));
}

/** Node 20 looks for dot segments at the first `/.` only, where nothing in the path is percent-encoded. */
function hasOverlookedDots({ target }: Ask): boolean {
  return /^[^?#]*\/\.(?!(?:\.|%2e)?(?:[/?#]|$))[^?#]*\/\.\.?(?:[/?#]|$)/i.test(target);
}

function markDotted(path: string): string {
  return path.replaceAll(/\/(?=\.)(?!\.(?:\.|%2e)?(?:\/|$))/gi, `/${MARK}`);
}

function endsAs(ask: Ask, name: string): boolean {
  const [, segment] = /^\/api\/opt\/([^/]+)$/.exec(urlOf(ask)?.pathname ?? "") ?? [];
  return segment !== undefined && decoded(segment) === name;
}

function markLast(path: string): string {
  return path.replace(/[^/\\]*$/, `${MARK}$&`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function literal(path: string): string {
  // Where the path itself is redirected, the letters of the request are kept, and nothing is looked up.
  if (/\\|\/\/|\/$|\/(\.|%2e){1,2}$/i.test(path)) return path;
  return path.split("/").map(literalSegment).join("/");
}

function literalSegment(segment: string): string {
  return STATICS.has(decoded(segment)) ? decoded(segment) : segment;
}

/** Next takes the empty values of such a key for the empty param. */
function hasEmptyPathOnly(ask: Ask): boolean {
  const url = urlOf(ask);
  return url?.pathname === "/api/opt" && url.searchParams.getAll("path").join("") === "";
}

function withKeys(ask: Ask, lost: (key: string) => boolean): Ask {
  const end = ask.target.indexOf("#");
  const whole = end === -1 ? ask.target : ask.target.slice(0, end);
  const start = whole.indexOf("?");
  if (start === -1) return ask;
  const pairs = whole.slice(start + 1).split("&");
  const marked = pairs.map((pair) => {
    const [key = ""] = [...new URLSearchParams(pair).keys()];
    return lost(key) ? MARK + pair : pair;
  });
  return withTarget(
    ask,
    `${whole.slice(0, start)}?${marked.join("&")}${end === -1 ? "" : ask.target.slice(end)}`,
  );
}

function withCookies(ask: Ask, lost: (name: string) => boolean): Ask {
  if (
    !ask.headers.some(
      ([name, value]) => isCookie(name) && value.split(";").some((part) => lost(nameOf(part))),
    )
  )
    return ask;
  const headers = ask.headers.map(([name, value]): [string, string] => {
    if (!isCookie(name)) return [name, value];
    const parts = value
      .split(";")
      .map((part) => (lost(nameOf(part)) ? part.replace(/\S/, `${MARK}$&`) : part));
    return [name, parts.join(";")];
  });
  return { ...ask, headers };
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === "cookie";
}

function nameOf(part: string): string {
  return part.includes("=") ? part.slice(0, part.indexOf("=")).trim() : "";
}

function urlOf({ target }: Ask): URL | undefined {
  return URL.parse(target, "http://parity.test") ?? undefined;
}

function isAnswering(ask: Ask): boolean {
  return urlOf(ask)?.pathname === ANSWERING;
}

function withoutUnsafeTag(ask: Ask): Ask {
  const status = urlOf(ask)?.searchParams.get("status") ?? "200";
  const mayBeFresh = ["GET", "HEAD"].includes(ask.method) && (/^2\d\d$/.test(status) || status === "304");
  return mayBeFresh ? ask : withoutHeader(ask, "if-none-match");
}

/** With it Next's pages for 400 and 404 are a 304. */
function withoutStar(ask: Ask): Ask {
  return isStar(ask) ? withoutHeader(ask, "if-none-match") : ask;
}

function withStar(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = toldBy(next);
  if (!told?.headers || !isStar(ask)) return next;
  const headers = [...told.headers, ["if-none-match", "*"]].toSorted();
  return { ...next, body: JSON.stringify({ ...told, headers }) };
}

function isStar(ask: Ask): boolean {
  return ask.headers.filter(([name]) => name === "If-None-Match").join() === "If-None-Match,*";
}

function isTooLarge(ask: Ask): boolean {
  const path = urlOf(ask)?.pathname ?? "";
  return path !== "/api/body/raw" && (ask.content?.bytes.length ?? 0) > limitOf(path);
}

function limitOf(path: string): number {
  return LIMITS[path] ?? DEFAULT_LIMIT;
}

/** The answer does not depend on what comes after the limit, and Next stops to read where that is much. */
function cutRefused(ask: Ask): Ask {
  const { content } = ask;
  if (!content || content.bytes.length <= LARGE) return ask;
  const bytes = content.bytes.subarray(0, limitOf(urlOf(ask)?.pathname ?? "") + 1);
  return { ...ask, content: { ...content, bytes } };
}

/** Our echo tells the target as it was sent. */
function withUrl(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = toldBy(next);
  return told && "url" in told ? { ...next, body: JSON.stringify({ ...told, url: ask.target }) } : next;
}

function toldBy({ body }: RecordedAnswer): { headers?: string[][] } | undefined {
  return body.startsWith('{"route"') ? (JSON.parse(body) as { headers?: string[][] }) : undefined;
}

function withQueryOfLocation(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  if (next.status !== 308 || isAnswering(ask)) return next;
  const query = /^[^?#]*(?:\?#?$|(\?[^#]+)?)/.exec(ask.target)?.[1] ?? "";
  const replaced = (text: string): string => text.replace(/\?.*$/, "") + query;
  const headers = next.headers.map((header) =>
    /^(location|refresh):/i.test(header) ? replaced(header) : header,
  );
  return { ...next, headers, body: next.body && replaced(next.body) };
}

function withUpperCase(next: RecordedAnswer): RecordedAnswer {
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

/** What Next was sent with a mark comes back with it. */
export function withoutMarks(next: RecordedAnswer): RecordedAnswer {
  const headers = next.headers.map((header) => header.replaceAll(MARK, ""));
  return { ...next, headers, body: next.body.replaceAll(MARK, "") };
}

/** A redirect to what is no header throws, with the handler's headers set. */
function withoutLeftovers(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  if (next.status !== 500 || !ask.target.includes("how=redirect")) return next;
  if (next.headers.some((header) => header.startsWith("Location:"))) return next;
  const vary = urlOf(ask)?.searchParams.get("vary");
  const kept = next.headers.filter((header) => !/^(content-type|etag|content-encoding|vary):/i.test(header));
  return { ...next, headers: vary ? [...kept, `Vary: ${vary}`] : kept };
}

function withoutGzip(ask: Ask): Ask {
  const headers = { "accept-encoding": headerOf(ask, "accept-encoding") ?? "" };
  const negotiator = new Negotiator({ headers });
  const isLess = negotiator.encoding(["gzip", "identity"]) === "identity" && negotiator.encoding(["gzip"]);
  if (!isLess) return ask;
  const accepted = headers["accept-encoding"]
    .split(",")
    .map((part) => (/^\s*gzip\b/i.test(part) ? "gzip;q=0" : part));
  return {
    ...ask,
    headers: [...withoutHeader(ask, "accept-encoding").headers, ["Accept-Encoding", accepted.join(", ")]],
  };
}

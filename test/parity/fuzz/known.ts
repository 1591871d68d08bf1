import * as reasons from "../reasons.ts";
import type { RecordedAnswer } from "../recording.ts";

import { headerOf, withoutHeader } from "./request.ts";
import type { Ask, Sequence } from "./request.ts";

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
const MARK = "zz-";
const LOST = new Set(Object.getOwnPropertyNames(Object.prototype));
const ANSWERING = "/api/res/send";
/** The literal segments of the app's routes. */
const STATICS = new Set(
  "api one me posts all fixed opt mix static body default 100 1kb raw res send lit.file $x e%20n it's".split(" "),
);
/** Above the largest limit that Next reads to its end with the 413 on its way. */
const LARGE = 16_000;
const LIMITS: Record<string, number> = { "/api/body/100": 100, "/api/body/1kb": 1024 };
const DEFAULT_LIMIT = 1024 * 1024;

export const KNOWN: Known[] = [
  {
    reason: reasons.ABSOLUTE,
    instead: (ask) => withTarget(ask, ask.target.replace(/^[a-z]+:\/\/[^/?#\\]*/i, "")),
  },
  {
    reason: reasons.SPELLED,
    instead: (ask) => withTarget(ask, ask.target.replace(/(?<=^\/api\/opt\/)(?=\[\[\.\.\.path\]\])/, MARK)),
  },
  {
    reason: reasons.EQUIVALENT,
    instead: (ask) => withTarget(ask, ask.target.replace(/^[^?#]*/, literal)),
  },
  { reason: reasons.PROTO, instead: (ask) => withKeys(ask, (key) => LOST.has(key)) },
  { reason: reasons.NXTP, instead: (ask) => withKeys(ask, (key) => /^nxt[PI]/.test(key)) },
  {
    reason: reasons.COOKIE_NAMES,
    instead: (ask) => withCookies(ask, (name) => LOST.has(name)),
    expected: (_ask, next) => ({ ...next, body: next.body.replaceAll(MARK, "") }),
  },
  {
    reason: reasons.ONLY_SAFE,
    instead: (ask) => (isAnswering(ask) && !mayBeFresh(ask) ? withoutHeader(ask, "if-none-match") : ask),
    expected: (ask, next) =>
      next.status === 304 && !isAnswering(ask) ? { ...next, status: 404, statusText: "Not Found" } : next,
  },
  {
    reason: reasons.ONE_VALIDATOR,
    instead: (ask) =>
      isAnswering(ask) && headerOf(ask, "if-none-match") !== undefined
        ? withoutHeader(ask, "if-modified-since")
        : ask,
  },
  { reason: reasons.LARGE_REFUSED, instead: cutRefused },
  { reason: reasons.BYTES, expected: withUrl },
  { reason: reasons.VERBATIM, expected: withQueryOfLocation },
];

/** A request that closes the connection is the last one of it: Next then loses its answer, here it is given. */
export function untilClosing(sequence: Sequence): Sequence {
  const at = sequence.findIndex((ask) => /\bclose\b/i.test(headerOf(ask, "connection") ?? ""));
  return at === -1 ? sequence : sequence.slice(0, at + 1);
}

function withTarget(ask: Ask, target: string): Ask {
  return target === ask.target ? ask : { ...ask, target };
}

function literal(path: string): string {
  // Where the path itself is redirected, the letters of the request are kept, and nothing is looked up.
  if (/\\|\/\/|\/$|\/(\.|%2e){1,2}$/i.test(path)) return path;
  return path.split("/").map(literalSegment).join("/");
}

function literalSegment(segment: string): string {
  if (STATICS.has(segment)) return segment;
  try {
    const text = decodeURIComponent(segment);
    return STATICS.has(text) ? text : segment;
  } catch {
    return segment;
  }
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
  return withTarget(ask, `${whole.slice(0, start)}?${marked.join("&")}${end === -1 ? "" : ask.target.slice(end)}`);
}

function withCookies(ask: Ask, lost: (name: string) => boolean): Ask {
  const headers = ask.headers.map(([name, value]): [string, string] => {
    if (name.toLowerCase() !== "cookie") return [name, value];
    const parts = value.split(";").map((part) => (lost(nameOf(part)) ? part.replace(/\S/, `${MARK}$&`) : part));
    return [name, parts.join(";")];
  });
  return { ...ask, headers };
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

function mayBeFresh(ask: Ask): boolean {
  const status = urlOf(ask)?.searchParams.get("status") ?? "200";
  return ["GET", "HEAD"].includes(ask.method) && (/^2\d\d$/.test(status) || status === "304");
}

/** The answer does not depend on what comes after the limit, and Next stops to read where that is much. */
function cutRefused(ask: Ask): Ask {
  const limit = LIMITS[urlOf(ask)?.pathname ?? ""] ?? DEFAULT_LIMIT;
  if (!ask.content || ask.content.bytes.length <= Math.max(limit, LARGE)) return ask;
  if (urlOf(ask)?.pathname === "/api/body/raw") return ask;
  return { ...ask, content: { ...ask.content, bytes: ask.content.bytes.subarray(0, limit + 1) } };
}

/** The echo of our side tells the target as it was sent. */
function withUrl(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  const told = next.body.startsWith('{"route"') ? (JSON.parse(next.body) as Record<string, unknown>) : {};
  return "url" in told ? { ...next, body: JSON.stringify({ ...told, url: ask.target }) } : next;
}

function withQueryOfLocation(ask: Ask, next: RecordedAnswer): RecordedAnswer {
  if (next.status !== 308 || isAnswering(ask)) return next;
  const query = /^[^?#]*(?:\?#?$|(\?[^#]+)?)/.exec(ask.target)?.[1] ?? "";
  const replaced = (text: string): string => text.replace(/(\?.*)?$/, query);
  const headers = next.headers.map((header) => (/^(location|refresh):/i.test(header) ? replaced(header) : header));
  return { ...next, headers, body: next.body && replaced(next.body) };
}

import { MARK } from "./mark.ts";
import type { Ask } from "./request.ts";

const ANSWERING = "/api/res/send";
/** The literal segments of the app's routes. */
const STATICS = new Set(
  "api one me posts all fixed opt mix static body default 100 1kb raw res send lit.file $x e%20n it's".split(
    " ",
  ),
);

export function urlOf({ target }: Ask): URL | undefined {
  return URL.parse(target, "http://parity.test") ?? undefined;
}

export function isAnswering(ask: Ask): boolean {
  return urlOf(ask)?.pathname === ANSWERING;
}

export function withTarget(ask: Ask, target: string): Ask {
  return target === ask.target ? ask : { ...ask, target };
}

export function withPath(ask: Ask, change: (path: string) => string): Ask {
  return withTarget(ask, ask.target.replace(/^[^?#]*/, change));
}

/** Node 20 looks for dot segments at the first `/.` only, where nothing in the path is percent-encoded. */
export function hasOverlookedDots({ target }: Ask): boolean {
  return /^[^?#]*\/\.(?!(?:\.|%2e)?(?:[/?#]|$))[^?#]*\/\.\.?(?:[/?#]|$)/i.test(target);
}

export function markDotted(path: string): string {
  return path.replaceAll(/\/(?=\.)(?!\.(?:\.|%2e)?(?:\/|$))/gi, `/${MARK}`);
}

export function endsAs(ask: Ask, name: string): boolean {
  const [, segment] = /^\/api\/opt\/([^/]+)$/.exec(urlOf(ask)?.pathname ?? "") ?? [];
  return segment !== undefined && decoded(segment) === name;
}

export function markLast(path: string): string {
  return path.replace(/[^/\\]*$/, `${MARK}$&`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function literal(path: string): string {
  // Where the path itself is redirected, the letters of the request are kept, and nothing is looked up.
  if (/\\|\/\/|\/$|\/(\.|%2e){1,2}$/i.test(path)) return path;
  return path.split("/").map(literalSegment).join("/");
}

function literalSegment(segment: string): string {
  return STATICS.has(decoded(segment)) ? decoded(segment) : segment;
}

/** Whether the query has empty values, and no others, for the optional catch-all: Next takes them for no param. */
export function hasEmptyPath(ask: Ask, path?: string): boolean {
  const url = urlOf(ask);
  if (!url?.pathname.startsWith("/api/opt") || !url.searchParams.has("path")) return false;
  if (path !== undefined && url.pathname !== path) return false;
  return url.searchParams.getAll("path").join("") === "";
}

export function withKeys(ask: Ask, lost: (key: string) => boolean): Ask {
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

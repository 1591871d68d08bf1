import { urlOf } from "./location.ts";
import { MARK } from "./mark.ts";
import { headerOf, withoutHeader } from "./request.ts";
import type { Ask } from "./request.ts";

/** Above the largest limit that Next reads to its end with the 413 on its way. */
const LARGE = 16_000;
const LIMITS: Record<string, number> = { "/api/body/100": 100, "/api/body/1kb": 1024 };
const DEFAULT_LIMIT = 1024 * 1024;

export function withCookies(ask: Ask, lost: (name: string) => boolean): Ask {
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

export function withoutUnsafeTag(ask: Ask): Ask {
  const status = urlOf(ask)?.searchParams.get("status") ?? "200";
  const mayBeFresh = ["GET", "HEAD"].includes(ask.method) && (/^2\d\d$/.test(status) || status === "304");
  return mayBeFresh ? ask : withoutHeader(ask, "if-none-match");
}

/** With it Next's pages for 400 and 404 are a 304. */
export function withoutStar(ask: Ask): Ask {
  return isStar(ask) ? withoutHeader(ask, "if-none-match") : ask;
}

export function isStar(ask: Ask): boolean {
  return ask.headers.filter(([name]) => name === "If-None-Match").join() === "If-None-Match,*";
}

export function isTooLarge(ask: Ask): boolean {
  const path = urlOf(ask)?.pathname ?? "";
  return path !== "/api/body/raw" && (ask.content?.bytes.length ?? 0) > limitOf(path);
}

function limitOf(path: string): number {
  return LIMITS[path] ?? DEFAULT_LIMIT;
}

/** The answer does not depend on what comes after the limit, and Next stops to read where that is much. */
export function cutRefused(ask: Ask): Ask {
  const { content } = ask;
  if (!content || content.bytes.length <= LARGE) return ask;
  const bytes = content.bytes.subarray(0, limitOf(urlOf(ask)?.pathname ?? "") + 1);
  return { ...ask, content: { ...content, bytes } };
}

export function withAccepted(ask: Ask, change: (accepted: string) => string): Ask {
  const accepted = headerOf(ask, "accept-encoding");
  if (accepted === undefined || change(accepted) === accepted) return ask;
  return {
    ...ask,
    headers: [...withoutHeader(ask, "accept-encoding").headers, ["Accept-Encoding", change(accepted)]],
  };
}

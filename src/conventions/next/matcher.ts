import type { IncomingMessage } from "node:http";
import { RouteError } from "../../error.ts";
import { parseQuery } from "../../http/query.ts";
import { pathOf } from "../../http/target.ts";
import { type Condition, compileConditions } from "../../rules/conditions.ts";
import { memoByPath } from "../../rules/memo.ts";
import { compilePattern } from "../../rules/pattern.ts";
import { canonicalUrl } from "./canonical.ts";

/** An entry of `config.matcher` of a middleware. */
export interface MatcherEntry {
  readonly source: string;
  /** `false`: the source says itself which locale it is for. */
  readonly locale?: false | undefined;
  readonly has?: readonly Condition[] | undefined;
  readonly missing?: readonly Condition[] | undefined;
}

/** Whether a middleware is to see a request for this path and query, in any of the spellings that reach one route. */
export type Matcher = (req: IncomingMessage, url: string) => boolean;

interface MatcherOptions {
  /** The middleware, relative to the project, for messages. */
  readonly file: string;
  readonly basePath?: string | undefined;
  readonly locales?: readonly string[] | undefined;
}

/** The requests of Next's own client for the data of a page are for the page itself. */
const DATA = "/:data(_next/data/[^/]{1,})?";
const DATA_SUFFIX = String.raw`{(\.json|\.rsc|\.segments/.+\.segment\.rsc)}?`;
const ROOT_SUFFIX = String.raw`(\.json|\.rsc|/?index|/?index\.json|/?index\.rsc|/?index\.segments/.+\.segment\.rsc)?`;
const LOCALE = "/:locale((?!_next/)[^/.]{1,})";
const TYPES: ReadonlySet<unknown> = new Set(["header", "cookie", "query", "host"]);

/** A middleware without a matcher sees every request; so does one whose matcher cannot be read. */
export const everyPath: Matcher = () => true;

/**
 * Compiles `config.matcher`: a path pattern, an object with one, or an array of them.
 *
 * @throws RouteError MIDDLEWARE for an invalid matcher
 */
export function compileMatcher(matcher: unknown, options: MatcherOptions): Matcher {
  if (matcher === undefined) return everyPath;
  const entries = [matcher].flat().map((entry) => compileEntry(entryOf(entry, options.file), options));
  const matching = memoByPath((path) => {
    const spellings = path.includes("%") ? [path, decode(path), canonicalUrl(path)] : [path];
    const found = entries.filter(({ regexp }) => spellings.some((spelling) => regexp.test(spelling)));
    return { any: found.some(({ conditions }) => conditions === undefined), found };
  });
  return (req, url) => {
    const { any, found } = matching(pathOf(url));
    if (any || found.length === 0) return any;
    const asked = { headers: req.headers, query: parseQuery(url, {}) };
    return found.some(({ conditions }) => conditions!(asked) !== undefined);
  };
}

/** A valid `config.matcher` as a list. */
export function entriesOf(matcher: unknown): MatcherEntry[] {
  return [matcher as string | MatcherEntry | readonly (string | MatcherEntry)[]]
    .flat()
    .map((entry) => (typeof entry === "string" ? { source: entry } : entry));
}

function compileEntry(entry: MatcherEntry, { file, basePath = "", locales }: MatcherOptions) {
  const { source, locale, has, missing } = entry;
  const isRoot = source === "/";
  const localised = locales !== undefined && locale !== false;
  const path = localised ? `${LOCALE}${isRoot ? "" : source}` : source;
  try {
    const { regexp } = compilePattern(`${basePath}${DATA}${path}${isRoot ? ROOT_SUFFIX : DATA_SUFFIX}`, {
      sensitive: true,
      optionalSlash: true,
    });
    return { regexp, conditions: compileConditions(has, missing) };
  } catch (error) {
    throw invalid(file, `${JSON.stringify(source)}: ${(error as Error).message}`);
  }
}

function entryOf(value: unknown, file: string): MatcherEntry {
  const entry = (typeof value === "string" ? { source: value } : value) as MatcherEntry | null;
  if (typeof entry !== "object" || typeof entry?.source !== "string") {
    throw invalid(file, `${JSON.stringify(value)} is neither a path nor an object with a source`);
  }
  if (!entry.source.startsWith("/")) throw invalid(file, `"${entry.source}" does not start with /`);
  for (const condition of [...(entry.has ?? []), ...(entry.missing ?? [])]) {
    if (!TYPES.has(condition?.type)) {
      throw invalid(
        file,
        `the type ${JSON.stringify(condition?.type)} is not one of header, cookie, query, host`,
      );
    }
  }
  return entry;
}

function invalid(file: string, reason: string): RouteError {
  return new RouteError(
    "MIDDLEWARE",
    `config.matcher of ${file} is invalid: ${reason}. Write matcher: "/api/:path*", or an array of such paths.`,
    { file },
  );
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

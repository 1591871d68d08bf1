import { secondsOf, validTags } from "./validate.ts";
import { warnOnce } from "./warn-once.ts";
import { useDynamic, type Work } from "./work.ts";

/** The part of `fetch`'s options that is Next's. */
export interface NextFetchOptions {
  /** Seconds; `false` for no end, 0 for not at all. */
  revalidate?: number | false;
  /** For `revalidateTag`. */
  tags?: string[];
}

export type CachedInit = RequestInit & { next?: NextFetchOptions; cache?: string };

export interface FetchDecision {
  /** Seconds, more than 0; Infinity for no end. */
  readonly revalidate: number;
  readonly tags: readonly string[];
}

/**
 * Whether a fetch is kept, and how long, by its options and by what the route says: Next's rules.
 *
 * @returns `undefined` where it is not
 * @throws DynamicUsage where the answer of the route is to be kept, and this is not
 */
export function decideFetch(work: Work, url: string, init: CachedInit): FetchDecision | undefined {
  const { keeping, forceDynamic, state, cache } = work;
  const where = `fetch(${JSON.stringify(url)})`;
  const mode = work.inside ? "force-no-store" : work.fetchCache;
  const tags = validTags(init.next?.tags, where, cache.logger);
  for (const tag of tags) keeping?.tags.add(tag);

  const asked = askedFor(work, where, init);
  checkMode(mode, asked, where);
  let seconds = secondsOf(asked.revalidate, where);
  const noConfig = mode === undefined && (asked.cache ?? "default") === "default" && seconds === undefined;
  if (asked.cache === "force-cache" && seconds === undefined) seconds = Infinity;
  else if (isOptOut(asked.cache) || mode === "force-no-store" || mode === "only-no-store") seconds = 0;
  else if (mode === undefined && asked.cache === undefined && !seconds && forceDynamic) seconds = 0;
  if (mode === "force-cache" && !seconds) seconds = Infinity;
  // Without a word about it, nothing is kept; but a static answer stays one.
  if (noConfig && !forceDynamic) return undefined;
  seconds ??= defaultOf(mode, state.noStore, keeping?.revalidate);

  if (keeping !== undefined && seconds < keeping.revalidate) {
    if (seconds === 0) useDynamic(work, `${where}, which is not cached`);
    else if (init.next?.revalidate === seconds) keeping.revalidate = seconds;
  }
  return seconds > 0 ? { revalidate: seconds, tags } : undefined;
}

interface Asked {
  readonly cache: string | undefined;
  readonly revalidate: unknown;
}

/** What the options say; where they contradict each other, nothing. */
function askedFor({ cache: { logger } }: Work, where: string, { cache, next }: CachedInit): Asked {
  const revalidate: unknown = next?.revalidate;
  const contradict =
    (cache === "force-cache" && revalidate === 0) ||
    (cache === "no-store" && (revalidate === false || (typeof revalidate === "number" && revalidate > 0)));
  if (!contradict) return { cache, revalidate };
  warnOnce(
    logger,
    `${where} has \`cache: "${cache}"\` and \`revalidate: ${revalidate}\`, which contradict each other. Remove one of them.`,
  );
  return { cache: undefined, revalidate: undefined };
}

function checkMode(mode: string | undefined, { cache, revalidate }: Asked, where: string): void {
  if (mode === "only-cache" && cache === "no-store") {
    throw new Error(
      `${where} has \`cache: "no-store"\` in a route with \`fetchCache = "only-cache"\`. Remove one of them.`,
    );
  }
  if (mode === "only-no-store" && cache === "force-cache" && revalidate === undefined) {
    throw new Error(
      `${where} has \`cache: "force-cache"\` in a route with \`fetchCache = "only-no-store"\`. Remove one of them.`,
    );
  }
}

function isOptOut(cache: string | undefined): boolean {
  return cache === "no-store" || cache === "no-cache";
}

function defaultOf(mode: string | undefined, noStore: boolean, kept: number | undefined): number {
  if (mode === "default-no-store" || noStore)
    return mode === "force-cache" || mode === "only-cache" ? Infinity : 0;
  return mode === "default-cache" || mode === "only-cache" ? Infinity : (kept ?? Infinity);
}

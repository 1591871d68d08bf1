import { currentScope, enterScope, Scope } from "../web/scope.ts";
import type { Cache } from "./cache.ts";
import type { FetchValue } from "./handler.ts";
import { dataKey } from "./key.ts";
import { secondsOf, validTags } from "./validate.ts";
import { currentCache, currentWork, enterWork, type Work } from "./work.ts";
import { YEAR } from "./profiles.ts";

export interface CacheOptions {
  /** Seconds until the value is made anew; `false` for no end. */
  revalidate?: number | false;
  /** For `revalidateTag`. */
  tags?: string[];
}

// oxlint-disable-next-line no-explicit-any -- as Next's type has it: arguments and values of any kind
type Callback = (...args: any[]) => Promise<any>;

/**
 * Keeps what a function gives, as JSON, for the arguments that it is called with.
 *
 * @param keyParts what the function depends on beside its arguments and its own text
 * @throws TypeError for `revalidate: 0`, or what is not a number of seconds
 */
export function unstable_cache<T extends Callback>(
  callback: T,
  keyParts?: readonly string[],
  options: CacheOptions = {},
): T {
  const where = `unstable_cache(${callback.name})`;
  if (options.revalidate === 0) {
    throw new TypeError(
      `\`revalidate\` of ${where} is 0. Write more, or false; or call the function itself.`,
    );
  }
  const seconds = secondsOf(options.revalidate, where);
  const fixed = [callback.toString(), keyParts?.join(",") ?? ""];
  let tags: string[] | undefined;

  const cached: Callback = async (...args) => {
    const cache = currentCache();
    const run = (): Promise<unknown> => enterInside(() => callback(...(args as unknown[])));
    if (cache === undefined) return run();
    tags ??= validTags(options.tags, where, cache.logger);
    const key = dataKey(cache, ...fixed, JSON.stringify(args));
    const asked: Asked<unknown> = { cache, key, tags, seconds, where, run };
    const work = currentWork();
    return work === undefined ? outside(asked) : inCall(asked, work);
  };
  return cached as T;
}

interface Asked<T> {
  readonly cache: Cache;
  readonly key: string;
  readonly tags: readonly string[];
  readonly seconds: number | undefined;
  readonly where: string;
  readonly run: () => Promise<T>;
}

async function inCall<T>(asked: Asked<T>, work: Work): Promise<T> {
  const { cache, key, tags, seconds, where, run } = asked;
  const { keeping, state, softTags } = work;
  if (keeping !== undefined) {
    keeping.revalidate = Math.min(keeping.revalidate, seconds ?? Infinity);
    for (const tag of tags) keeping.tags.add(tag);
  }
  const renewed = [...tags, ...softTags].some((tag) => state.revalidated.has(tag));
  if (!work.inside && !work.draft && !renewed && work.fetchCache !== "force-no-store") {
    const found = await cache.data(key, { ...revalidateOf(seconds), tags, softTags, fetchUrl: where });
    const value = found === undefined ? undefined : parsed(found.value);
    if (found !== undefined && !found.stale) return value as T;
    if (found !== undefined) {
      const again = (state.pending.get(key) as Promise<T> | undefined) ?? renew(asked, value as T);
      state.pending.set(key, again);
      return keeping === undefined ? (value as T) : again;
    }
  }
  const result = await run();
  if (!work.draft) state.pending.set(key, keep(asked, result));
  return result;
}

/** A Pages API route, or a module at its top level: nobody waits for what goes on behind it. */
async function outside<T>(asked: Asked<T>): Promise<T> {
  const { cache, key, tags, seconds, where, run } = asked;
  const found = await cache.data(key, { ...revalidateOf(seconds), tags, fetchUrl: where });
  if (found !== undefined && !found.stale) return parsed(found.value) as T;
  const result = await run();
  await keep(asked, result);
  return result;
}

async function renew<T>(asked: Asked<T>, before: T): Promise<T> {
  try {
    const result = await asked.run();
    await keep(asked, result);
    return result;
  } catch (error) {
    asked.cache.logger.error(`${asked.where} failed; the previous value is kept:`, error);
    return before;
  }
}

async function keep<T>({ cache, key, tags, seconds, where }: Asked<T>, result: T): Promise<void> {
  const body = JSON.stringify(result) as string | undefined;
  const value: FetchValue = {
    kind: "FETCH",
    data: { headers: {}, body: body ?? "", status: 200, url: "" },
    tags,
    revalidate: Math.min(seconds ?? YEAR, YEAR),
  };
  await cache.set(key, value, { fetchCache: true, tags, fetchUrl: where });
}

function parsed({ data: { body } }: FetchValue): unknown {
  return body === "" ? undefined : JSON.parse(body);
}

function revalidateOf(seconds: number | undefined): { revalidate?: number } {
  return seconds === undefined ? {} : { revalidate: Math.min(seconds, YEAR) };
}

function enterInside<T>(run: () => Promise<T>): Promise<T> {
  const work = currentWork();
  const forbidden = (): Promise<T> => forbidScope("unstable_cache", run);
  return work === undefined
    ? forbidden()
    : enterWork({ ...work, inside: true, keeping: undefined }, forbidden);
}

/** Runs a function whose result is for many requests: to read the request of one of them there throws. */
function forbidScope<T>(what: string, run: () => T): T {
  const scope = currentScope();
  if (scope === undefined) return run();
  const request = new Proxy(scope.request, {
    get(_target, name) {
      throw new Error(
        `The request (${String(name)}) was read inside ${what}, whose result is for all requests. Read it outside, and pass what is needed as an argument.`,
      );
    },
  });
  return enterScope(new Scope(request, scope.waitUntil), run);
}

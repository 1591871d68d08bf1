import type { Cache, Found } from "./cache.ts";
import type { CacheControl, RouteValue } from "./handler.ts";
import { NO_STORE } from "../http/header.ts";
import { YEAR } from "./profiles.ts";

export interface Made {
  readonly value: RouteValue;
  readonly cacheControl: CacheControl;
}

/** How an answer came to be, as `x-nextjs-cache` has it. */
export type State = "HIT" | "STALE" | "MISS" | "REVALIDATED";

export interface Answered extends Made {
  readonly state: State;
}

interface Making {
  readonly cache: Cache;
  readonly key: string;
  /** Makes the answer anew. */
  readonly make: () => Promise<Made>;
  /** Keeps the process for what goes on behind the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Called with what `make` fails with behind an answer that was sent. */
  readonly failed: (error: unknown) => void;
}

/** Seconds until an answer that could not be made anew is tried again. */
const RETRY = { least: 3, most: 30 };

/**
 * The answer that is kept for a key, or else a new one. A stale one is given at once, and made anew behind it; at any
 * time one is made for a key, whoever asks.
 *
 * @throws what `make` fails with, where there is no earlier answer
 */
export async function keptAnswer(making: Making): Promise<Answered> {
  const { cache, key, waitUntil, failed } = making;
  const found = await cache.answer(key);
  if (found === undefined) return { ...(await renewed(making, undefined)), state: "MISS" };
  const { value, cacheControl = { revalidate: false } } = found;
  if (!found.stale) return { value, cacheControl, state: "HIT" };
  waitUntil(renewed(making, found).catch(failed));
  return { value, cacheControl, state: "STALE" };
}

/** Makes the answer anew, whatever is kept. */
export async function revalidatedAnswer(making: Making): Promise<Answered> {
  return { ...(await renewed(making, undefined)), state: "REVALIDATED" };
}

function renewed(making: Making, before: Found<RouteValue> | undefined): Promise<Made> {
  const { flights } = making.cache;
  const name = `answer ${making.key}`;
  const running = flights.get(name) as Promise<Made> | undefined;
  if (running !== undefined) return running;
  const flight = make(making, before).finally(() => flights.delete(name));
  flights.set(name, flight);
  return flight;
}

async function make({ cache, key, make }: Making, before: Found<RouteValue> | undefined): Promise<Made> {
  try {
    const made = await make();
    await cache.set(key, made.value, { cacheControl: made.cacheControl });
    return made;
  } catch (error) {
    if (before?.cacheControl !== undefined) {
      const seconds = Number(before.cacheControl.revalidate) || RETRY.least;
      const revalidate = Math.min(Math.max(seconds, RETRY.least), RETRY.most);
      await cache.set(key, before.value, { cacheControl: { ...before.cacheControl, revalidate } });
    }
    throw error;
  }
}

/** `Cache-Control` of an answer that is kept, for caches between here and the client. */
export function cacheControlOf({ revalidate, expire }: CacheControl): string {
  if (revalidate === 0) return NO_STORE;
  const seconds = revalidate === false ? YEAR : revalidate;
  const more = revalidate !== false && expire !== undefined && revalidate < expire ? expire - revalidate : 0;
  return `s-maxage=${seconds}${more > 0 ? `, stale-while-revalidate=${more}` : ""}`;
}

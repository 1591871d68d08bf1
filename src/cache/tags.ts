import type { Durations } from "./handler.ts";

/** When a tag was revalidated; milliseconds since 1970. */
export interface TagTimes {
  readonly stale?: number | undefined;
  readonly expired?: number | undefined;
}

export type Freshness = "fresh" | "stale" | "expired";

/** What revalidating a tag makes of its times. Without durations what has it expires at once. */
export function revalidated(
  before: TagTimes | undefined,
  durations: Durations | undefined,
  now: number,
): TagTimes {
  if (durations === undefined) return { ...before, expired: now };
  const { expire } = durations;
  return { stale: now, expired: expire === undefined ? before?.expired : now + expire * 1000 };
}

/** What tags say of an entry that was made at `made`. */
export function freshnessBy(times: Iterable<TagTimes | undefined>, made: number, now: number): Freshness {
  let result: Freshness = "fresh";
  for (const time of times) {
    const { expired, stale } = time ?? {};
    // A tag that is to expire later expires what was made before it was revalidated, then.
    if (expired !== undefined && expired >= made && expired <= now) return "expired";
    if (stale !== undefined && stale >= made) result = "stale";
  }
  return result;
}

const MOST = 10_000;

/** The tags that were revalidated in this process. */
export class Tags {
  readonly #times = new Map<string, TagTimes>();
  readonly #most: number;
  /** What is older than a tag that is no longer remembered counts as expired. */
  #floor = 0;

  /** @param most how many tags are remembered */
  constructor(most = MOST) {
    this.#most = most;
  }

  revalidate(tags: readonly string[], durations: Durations | undefined, now = Date.now()): void {
    for (const tag of tags) {
      const times = revalidated(this.#times.get(tag), durations, now);
      // To the end of the map: the first to be forgotten is the one that was revalidated longest ago.
      this.#times.delete(tag);
      this.#times.set(tag, times);
    }
    for (const [tag, { stale = 0, expired = 0 }] of this.#times) {
      if (this.#times.size <= this.#most) break;
      this.#floor = Math.max(this.#floor, Math.min(now, Math.max(stale, expired)));
      this.#times.delete(tag);
    }
  }

  freshness(tags: readonly string[], made: number, now = Date.now()): Freshness {
    if (made < this.#floor) return "expired";
    return freshnessBy(
      tags.map((tag) => this.#times.get(tag)),
      made,
      now,
    );
  }
}

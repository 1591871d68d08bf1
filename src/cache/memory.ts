import { LRUCache } from "lru-cache";
import type { CacheEntry, CacheHandler, CacheValue, Durations, GetContext, SetContext } from "./handler.ts";
import { tagsOf } from "./handler.ts";
import { type Freshness, Tags } from "./tags.ts";

export interface MemoryOptions {
  /** Bytes; 0 keeps nothing. */
  readonly maxSize: number;
  /** Answers that the build has made. */
  readonly built?: ((key: string) => CacheEntry | undefined) | undefined;
}

interface Kept extends CacheEntry {
  readonly lastModified: number;
}

/** Keeps answers and data in this process, up to a number of bytes; what was not used longest goes first. */
export class MemoryHandler implements CacheHandler {
  readonly #entries: LRUCache<string, Kept> | undefined;
  readonly #built: MemoryOptions["built"];
  readonly #tags = new Tags();

  constructor({ maxSize, built }: MemoryOptions) {
    this.#built = built;
    // An entry of more than all of it is not kept.
    if (maxSize > 0) this.#entries = new LRUCache({ maxSize, sizeCalculation: sizeOf });
  }

  async get(key: string, context: GetContext): Promise<CacheEntry | null> {
    const entry = this.#entries?.get(key) ?? this.#read(key, context);
    if (entry?.value?.kind !== context.kind) return null;
    const freshness = this.#tags.freshness(tagsOf(entry.value, context), entry.lastModified ?? 0);
    if (freshness === "expired") return null;
    return freshness === "stale" ? { ...entry, stale: true } : entry;
  }

  async set(key: string, value: CacheValue | null, { tags, cacheControl }: SetContext): Promise<void> {
    if (value === null) {
      this.#entries?.delete(key);
      return;
    }
    const tagged = value.kind === "FETCH" && tags !== undefined ? { ...value, tags } : value;
    this.#entries?.set(key, { value: tagged, lastModified: Date.now(), cacheControl });
  }

  async revalidateTag(tags: string | readonly string[], durations?: Durations): Promise<void> {
    this.#tags.revalidate([tags].flat(), durations);
  }

  /** What its tags say of an answer that is kept elsewhere. */
  freshness(tags: readonly string[], made: number): Freshness {
    return this.#tags.freshness(tags, made);
  }

  #read(key: string, { kind }: GetContext): CacheEntry | undefined {
    return kind === "APP_ROUTE" ? this.#built?.(key) : undefined;
  }
}

function sizeOf({ value }: Kept, key: string): number {
  if (value === null) return key.length + 1;
  const rest = value.kind === "APP_ROUTE" ? value.body.length + JSON.stringify(value.headers).length : 0;
  const data =
    value.kind === "FETCH" ? value.data.body.length + JSON.stringify(value.data.headers).length : 0;
  return key.length + rest + data + 1;
}

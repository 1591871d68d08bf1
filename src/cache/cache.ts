import type { Logger } from "../observe/logger.ts";
import type {
  CacheControl,
  CacheEntry,
  CacheHandler,
  Durations,
  FetchValue,
  GetContext,
  RouteValue,
  SetContext,
} from "./handler.ts";
import { type Profile, PROFILES, YEAR } from "./profiles.ts";

export interface CacheOptions {
  readonly handler: CacheHandler;
  readonly logger: Logger;
  /** `cacheLife` of next.config, beside the usual profiles. */
  readonly profiles?: Readonly<Record<string, Profile>> | undefined;
  /** Seconds after which a stale answer may no longer be sent: `expireTime` of next.config. */
  readonly expireTime?: number | undefined;
  /** Part of every key of data. */
  readonly keyPrefix?: string | undefined;
}

export interface Found<V> {
  readonly value: V;
  readonly stale: boolean;
  readonly cacheControl?: CacheControl | undefined;
}

/** A store of answers and data. Where the handler fails, all goes on without it, and a warning says so once. */
export class Cache {
  readonly logger: Logger;
  readonly profiles: Readonly<Record<string, Profile>>;
  readonly expireTime: number;
  readonly keyPrefix: string;
  /** What is being made, by key: for each key one at a time. */
  readonly flights = new Map<string, Promise<unknown>>();
  readonly #handler: CacheHandler;
  #failing = false;

  constructor({ handler, logger, profiles, expireTime = YEAR, keyPrefix = "" }: CacheOptions) {
    this.#handler = handler;
    this.logger = logger;
    this.profiles = { ...PROFILES, ...profiles };
    this.expireTime = expireTime;
    this.keyPrefix = keyPrefix;
  }

  /** Data of `fetch` and `unstable_cache`. */
  async data(key: string, context: Omit<GetContext, "kind">): Promise<Found<FetchValue> | undefined> {
    const entry = await this.#get(key, { ...context, kind: "FETCH" });
    if (entry?.value?.kind !== "FETCH") return undefined;
    const seconds = typeof context.revalidate === "number" ? context.revalidate : entry.value.revalidate;
    const age = (Date.now() - (entry.lastModified ?? 0)) / 1000;
    return { value: entry.value, stale: entry.stale === true || age > seconds };
  }

  /** The answer of a route. */
  async answer(key: string): Promise<Found<RouteValue> | undefined> {
    const entry = await this.#get(key, { kind: "APP_ROUTE", isFallback: false });
    if (entry?.value?.kind !== "APP_ROUTE" || entry.lastModified === -1) return undefined;
    const { value, cacheControl, lastModified = Date.now() } = entry;
    const { revalidate = false, expire } = cacheControl ?? {};
    const age = (Date.now() - lastModified) / 1000;
    if (expire !== undefined && age > expire) return undefined;
    const stale = entry.stale === true || (revalidate !== false && age > revalidate);
    return { value: { ...value, body: Buffer.from(value.body) }, stale, cacheControl };
  }

  async set(key: string, value: FetchValue | RouteValue, context: SetContext): Promise<void> {
    await this.#try(() => this.#handler.set(key, value, context));
  }

  async revalidate(tags: readonly string[], durations?: Durations): Promise<void> {
    if (tags.length > 0) await this.#try(() => this.#handler.revalidateTag([...tags], durations));
  }

  reset(): void {
    this.#handler.resetRequestCache?.();
  }

  async close(): Promise<void> {
    await this.#handler.close?.();
  }

  #get(key: string, context: GetContext): Promise<CacheEntry | null | undefined> {
    return this.#try(() => this.#handler.get(key, context));
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#failing = false;
      return result;
    } catch (error) {
      if (!this.#failing) this.logger.warn("The cache does not work; answers are made without it:", error);
      this.#failing = true;
      return undefined;
    }
  }
}

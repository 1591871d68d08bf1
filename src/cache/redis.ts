import {
  type CacheEntry,
  type CacheHandler,
  type CacheValue,
  type Durations,
  fromJsonValue,
  type GetContext,
  type JsonValue,
  type SetContext,
  tagsOf,
  toJsonValue,
} from "./handler.ts";
import { freshnessBy, type TagTimes } from "./tags.ts";
import { isLate } from "../lifecycle/late.ts";

export interface RedisOptions {
  /** Default: the environment's `REDIS_URL`, else `redis://127.0.0.1:6379`. */
  readonly url?: string;
  /** Options of `createClient` of the package `redis`, beside the URL. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** Put before every key. Servers that share answers have the same. Default: `"pages-api:"`. */
  readonly keyPrefix?: string;
  /** Seconds that an entry is kept at most. Default: 30 days. */
  readonly maxTtl?: number;
  /** Milliseconds until an answer is made without Redis. Default: 500. */
  readonly timeout?: number;
  /** Default: `console`. */
  readonly logger?: { warn(...data: unknown[]): void };
}

/** The part of a client of the package `redis` that is used here. */
interface Client {
  readonly isReady: boolean;
  connect(): Promise<unknown>;
  destroy?(): void;
  disconnect?(): Promise<unknown>;
  on(event: string, listener: (error: Error) => void): unknown;
  sendCommand<T>(words: string[]): Promise<T>;
}

const MONTH = 30 * 86_400;
const TIMEOUT_MS = 500;

/** What is kept in Redis, as JSON. */
interface Stored {
  readonly made: number;
  readonly value: JsonValue;
  readonly cacheControl?: CacheEntry["cacheControl"];
}

/**
 * Reads an entry, and the times of its tags beside those that are asked for, at one moment: a tag that was revalidated
 * anywhere is seen by every reader from then on. The entry's own tags are in a field of its own.
 */
const READ = `
local entry = redis.call("HMGET", KEYS[1], "data", "tags")
if not entry[1] then return false end
local names = cjson.decode(entry[2])
for i = 2, #ARGV do names[#names + 1] = ARGV[i] end
local times = {}
for i, name in ipairs(names) do
  local time = redis.call("HMGET", ARGV[1] .. name, "stale", "expired")
  times[i] = {time[1] or "", time[2] or ""}
end
return {entry[1], times}`;

/** Revalidates tags, by the clock of Redis, which is the same for all. */
const REVALIDATE = `
local now = redis.call("TIME")
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
for _, key in ipairs(KEYS) do
  if ARGV[1] == "" then
    redis.call("HSET", key, "expired", ms)
  else
    redis.call("HSET", key, "stale", ms)
    if ARGV[1] ~= "-" then redis.call("HSET", key, "expired", ms + ARGV[1] * 1000) end
  end
  redis.call("EXPIRE", key, ARGV[2])
end
return ms`;

const WRITE = `
local now = redis.call("TIME")
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call("HSET", KEYS[1], "data", '{"made":' .. string.format("%.0f", ms) .. "," .. ARGV[1], "tags", ARGV[2])
redis.call("EXPIRE", KEYS[1], ARGV[3])
return ms`;

/**
 * Keeps answers and data in Redis, for several processes and machines. While Redis does not answer, the server answers
 * without it; it connects again by itself.
 */
export default class RedisHandler implements CacheHandler {
  readonly #options: RedisOptions;
  readonly #prefix: string;
  #client: Promise<Client> | undefined;
  #warned = false;

  constructor(options: RedisOptions = {}) {
    this.#options = options;
    this.#prefix = options.keyPrefix ?? "pages-api:";
  }

  async get(key: string, context: GetContext): Promise<CacheEntry | null> {
    const asked = [...(context.tags ?? []), ...(context.softTags ?? [])];
    const reply = await this.#run<[string, [string, string][]] | null>(
      READ,
      [this.#entry(key)],
      [this.#tag(""), ...asked],
    );
    if (reply === null || reply === undefined) return null;
    const stored = JSON.parse(reply[0]) as Stored;
    if (stored.value.kind !== context.kind) return null;
    const times = reply[1].map(timesOf);
    const freshness = freshnessBy(times, stored.made, Date.now());
    if (freshness === "expired") return null;
    const entry = {
      value: fromJsonValue(stored.value),
      lastModified: stored.made,
      cacheControl: stored.cacheControl,
    };
    return freshness === "stale" ? { ...entry, stale: true } : entry;
  }

  async set(key: string, value: CacheValue | null, context: SetContext): Promise<void> {
    if (value === null) {
      await this.#send(["DEL", this.#entry(key)]);
      return;
    }
    const { cacheControl } = context;
    // The script puts the time before it.
    const data = JSON.stringify({ value: toJsonValue(value), cacheControl }).slice(1);
    const tags = JSON.stringify([...new Set(tagsOf(value, context))]);
    await this.#run(WRITE, [this.#entry(key)], [data, tags, String(this.#ttl(value, context))]);
  }

  async revalidateTag(tags: string | readonly string[], durations?: Durations): Promise<void> {
    const keys = [tags].flat().map((tag) => this.#tag(tag));
    const expire = durations === undefined ? "" : String(durations.expire ?? "-");
    // A tag is remembered longer than any entry that has it.
    if (keys.length > 0) await this.#run(REVALIDATE, keys, [expire, String(this.#maxTtl + 60)]);
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    if (client?.destroy === undefined) await client?.disconnect?.().catch(() => {});
    else client.destroy();
  }

  get #maxTtl(): number {
    return this.#options.maxTtl ?? MONTH;
  }

  /** Entries that are made anew from time to time go when nobody asks for them any more. */
  #ttl(value: CacheValue, { cacheControl }: SetContext): number {
    const seconds = value.kind === "FETCH" ? value.revalidate : cacheControl?.revalidate;
    const expire = cacheControl?.expire ?? Infinity;
    const wanted = typeof seconds === "number" ? Math.max(seconds * 2, seconds + 86_400) : Infinity;
    return Math.ceil(Math.max(1, Math.min(wanted, expire, this.#maxTtl)));
  }

  #entry(key: string): string {
    return `${this.#prefix}entry:${key}`;
  }

  #tag(tag: string): string {
    return `${this.#prefix}tag:${tag}`;
  }

  #run<T>(script: string, keys: readonly string[], values: readonly string[]): Promise<T | undefined> {
    return this.#send<T>(["EVAL", script, String(keys.length), ...keys, ...values]);
  }

  /** `undefined` while Redis does not answer. */
  async #send<T>(words: string[]): Promise<T | undefined> {
    const client = await (this.#client ??= this.#connect());
    if (!client.isReady) return undefined;
    try {
      return await this.#within(client.sendCommand<T>(words));
    } catch (error) {
      this.#warn(error);
      return undefined;
    }
  }

  async #connect(): Promise<Client> {
    const { createClient } = await importRedis();
    const url = this.#options.url ?? process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
    const client = createClient({ disableOfflineQueue: true, ...this.#options.client, url });
    client.on("error", (error) => this.#warn(error));
    client.on("ready", () => {
      this.#warned = false;
    });
    // It goes on trying by itself, whatever the result of the first try.
    await this.#within(client.connect()).catch((error: unknown) => this.#warn(error));
    return client;
  }

  async #within<T>(answer: Promise<T>): Promise<T> {
    const { timeout = TIMEOUT_MS } = this.#options;
    if (await isLate(answer, timeout)) throw new Error(`No answer within ${timeout} ms`);
    return answer;
  }

  /** Once for each time that Redis is away. */
  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const { logger = console } = this.#options;
    logger.warn("Redis does not answer; answers are made without the cache until it does:", error);
  }
}

async function importRedis(): Promise<{ createClient(options: object): Client }> {
  try {
    return await import("redis");
  } catch (cause) {
    throw new Error("pages-api/cache/redis needs the package redis. Run: npm install redis", { cause });
  }
}

function timesOf([stale, expired]: [string, string]): TagTimes {
  return {
    stale: stale === "" ? undefined : Number(stale),
    expired: expired === "" ? undefined : Number(expired),
  };
}

export { RedisHandler };

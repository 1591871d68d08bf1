import type { Logger } from "../observe/logger.ts";
import type { StaticAnswers } from "../static/answers.ts";
import { Cache } from "./cache.ts";
import type { CacheEntry, CacheHandler, HandlerContext } from "./handler.ts";
import { TAGS_HEADER } from "./handler.ts";
import { MemoryHandler } from "./memory.ts";
import type { Profile } from "./profiles.ts";
import { setCurrentCache } from "./work.ts";

/** A class as `cacheHandler` of next.config names it. */
export type CacheHandlerClass = new (context: HandlerContext) => CacheHandler;

/** What a framework's config says about the cache. */
export interface CacheSettings {
  readonly handler?: CacheHandlerClass | undefined;
  /** Bytes: `cacheMaxMemorySize`. Default: 50 MB. */
  readonly maxMemorySize?: number | undefined;
  /** `cacheLife`. */
  readonly profiles?: Readonly<Record<string, Profile>> | undefined;
  /** Seconds: `expireTime`. Default: a year. */
  readonly expireTime?: number | undefined;
  readonly keyPrefix?: string | undefined;
}

const MEMORY = 50 * 1024 * 1024;

/**
 * Makes what keeps answers and data where nothing else is said.
 *
 * @param size in bytes
 * @param built gives the answers of the build
 */
export type MemoryMaker = (size: number, built: (key: string) => CacheEntry | undefined) => CacheHandler;

interface HolderOptions {
  readonly logger: Logger;
  readonly dev: boolean;
  /** The handler of the option `cache`, which comes before that of a config. */
  readonly given?: CacheHandler | undefined;
  /** Default: the memory of this process. */
  readonly memory?: MemoryMaker | undefined;
}

const ownMemory: MemoryMaker = (maxSize, built) => new MemoryHandler({ maxSize, built });

/** The cache of a server, made when it is first asked for: by then the framework's config has been read. */
export class CacheHolder {
  /** The answers of the build that is served. */
  built: StaticAnswers | undefined;
  readonly #logger: Logger;
  readonly #dev: boolean;
  readonly #given: CacheHandler | undefined;
  readonly #memory: MemoryMaker;
  #settings: CacheSettings = {};
  #cache: Cache | undefined;

  constructor({ logger, dev, given, memory = ownMemory }: HolderOptions) {
    this.#logger = logger;
    this.#dev = dev;
    this.#given = given;
    this.#memory = memory;
    setCurrentCache(() => this.get());
  }

  configure(settings: CacheSettings): void {
    this.#settings = settings;
  }

  get(): Cache {
    return (this.#cache ??= this.#make());
  }

  async close(): Promise<void> {
    await this.#cache?.close();
  }

  #make(): Cache {
    const { profiles, expireTime, keyPrefix } = this.#settings;
    return new Cache({ handler: this.#handler(), logger: this.#logger, profiles, expireTime, keyPrefix });
  }

  #handler(): CacheHandler {
    if (this.#given !== undefined) return this.#given;
    const { handler: Handler, maxMemorySize = MEMORY, keyPrefix = "" } = this.#settings;
    if (Handler === undefined) {
      return this.#memory(maxMemorySize, (key) => builtEntry(this.built, key));
    }
    return new Handler({
      dev: this.#dev,
      flushToDisk: false,
      serverDistDir: "",
      revalidatedTags: [],
      maxMemoryCacheSize: maxMemorySize,
      fetchCacheKeyPrefix: keyPrefix,
      _requestHeaders: {},
    });
  }
}

function builtEntry(built: StaticAnswers | undefined, key: string): CacheEntry | undefined {
  const answer = built?.get(key);
  if (built === undefined || answer === undefined) return undefined;
  const { status, headers, body, revalidate, expire, tags = [] } = answer;
  const tagged = tags.length === 0 ? headers : { ...headers, [TAGS_HEADER]: tags.join(",") };
  return {
    value: { kind: "APP_ROUTE", status, headers: tagged, body },
    lastModified: built.made,
    cacheControl: { revalidate, expire },
  };
}

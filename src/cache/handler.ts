/** An answer of a route, as Next stores it. */
export interface RouteValue {
  readonly kind: "APP_ROUTE";
  readonly status: number;
  readonly body: Buffer;
  /** Lower case. `x-next-cache-tags` has the tags of the answer, separated by commas; it is never sent. */
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** The answer to a `fetch`, or a value of `unstable_cache` (JSON, in `body`), as Next stores it. */
export interface FetchValue {
  readonly kind: "FETCH";
  readonly data: {
    readonly headers: Readonly<Record<string, string>>;
    /** Base64 for the answer to a `fetch`. */
    readonly body: string;
    readonly url: string;
    readonly status?: number;
  };
  readonly tags?: readonly string[];
  /** Seconds. */
  readonly revalidate: number;
}

export type CacheValue = RouteValue | FetchValue;

/** How long an answer is fresh, and how long it may be sent at all; seconds. */
export interface CacheControl {
  readonly revalidate: number | false;
  readonly expire?: number | undefined;
}

export interface CacheEntry {
  /** Milliseconds since 1970; -1 for an answer that must be made anew first. */
  readonly lastModified?: number;
  readonly value: CacheValue | null;
  readonly cacheControl?: CacheControl | undefined;
  /** A tag of it was revalidated: it is sent once more, while a new one is made. Not in Next's interface. */
  readonly stale?: boolean;
}

export interface GetContext {
  readonly kind: CacheValue["kind"];
  readonly revalidate?: number | false;
  readonly fetchUrl?: string;
  readonly tags?: readonly string[];
  /** Tags of the route that asks, by its path, for `revalidatePath`. */
  readonly softTags?: readonly string[];
  readonly isFallback?: boolean;
}

export interface SetContext {
  readonly fetchCache?: boolean;
  readonly fetchUrl?: string;
  readonly tags?: readonly string[];
  readonly cacheControl?: CacheControl;
  readonly isFallback?: boolean;
}

/** What revalidated tags expire after, in seconds; without it, at once. */
export interface Durations {
  readonly expire?: number | undefined;
}

/** Where answers and data are kept: Next's own interface, so that a class written for Next does here too. */
export interface CacheHandler {
  get(key: string, context: GetContext): Promise<CacheEntry | null | undefined>;
  set(key: string, value: CacheValue | null, context: SetContext): Promise<void>;
  revalidateTag(tags: string | readonly string[], durations?: Durations): Promise<void>;
  /** Called for each request. */
  resetRequestCache?(): void;
  /** Called when the server ends. Not in Next's interface. */
  close?(): Promise<void> | void;
}

/** What the constructor of a handler gets. */
export interface HandlerContext {
  readonly dev: boolean;
  readonly flushToDisk: boolean;
  readonly serverDistDir: string;
  readonly revalidatedTags: readonly string[];
  /** Bytes. */
  readonly maxMemoryCacheSize: number;
  readonly fetchCacheKeyPrefix: string;
  readonly _requestHeaders: Readonly<Record<string, string>>;
}

/** A value that JSON can hold: the bytes of an answer are base64. */
export type JsonValue = FetchValue | (Omit<RouteValue, "body"> & { readonly body: string });

export function toJsonValue(value: CacheValue): JsonValue {
  return value.kind === "APP_ROUTE" ? { ...value, body: value.body.toString("base64") } : value;
}

export function fromJsonValue(value: JsonValue): CacheValue {
  return value.kind === "APP_ROUTE" ? { ...value, body: Buffer.from(value.body, "base64") } : value;
}

export const TAGS_HEADER = "x-next-cache-tags";

/** The tags of an entry, of the kind that it is. */
export function tagsOf(value: CacheValue, context: Pick<GetContext, "tags" | "softTags"> = {}): string[] {
  if (value.kind === "APP_ROUTE") {
    const tags = value.headers[TAGS_HEADER];
    return typeof tags === "string" && tags !== "" ? tags.split(",") : [];
  }
  return [...(value.tags ?? []), ...(context.tags ?? []), ...(context.softTags ?? [])];
}

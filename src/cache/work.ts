import { AsyncLocalStorage } from "node:async_hooks";
import type { Cache } from "./cache.ts";
import { durationsOf, type Profile } from "./profiles.ts";

/** An answer in the making that will be kept: how long, and by which tags it can be revalidated. */
export interface Keeping {
  /** Seconds; Infinity for no end. What is read on the way may shorten it. */
  revalidate: number;
  readonly tags: Set<string>;
  /** Why it cannot be kept after all, even where the route catches the error. */
  dynamic?: DynamicUsage | undefined;
}

/** What the cache knows of the call that runs. */
export interface Work {
  readonly cache: Cache;
  /** For messages: `/posts/[id]`. */
  readonly route: string;
  /** The route's own tags, by its path, for `revalidatePath`. */
  readonly softTags: readonly string[];
  readonly fetchCache?: string | undefined;
  readonly forceDynamic: boolean;
  readonly forceStatic: boolean;
  readonly draft: boolean;
  readonly keeping?: Keeping | undefined;
  /** A callback of `unstable_cache` runs. */
  readonly inside: boolean;
  /** Shared by all that the call starts. */
  readonly state: {
    noStore: boolean;
    /** Tags revalidated by the call: applied at its end, and what it reads itself is made anew at once. */
    readonly revalidated: Map<string, string | Profile | undefined>;
    /** What is to be done before the call is over: entries on their way to the cache. */
    readonly pending: Map<string, Promise<unknown>>;
  };
}

/** What a call begins with. */
export function workOf(cache: Cache, route: string, rest: Partial<Work> = {}): Work {
  return {
    cache,
    route,
    softTags: [],
    forceDynamic: false,
    forceStatic: false,
    draft: false,
    inside: false,
    state: { noStore: false, revalidated: new Map(), pending: new Map() },
    ...rest,
  };
}

/** Does what a call has left to be done: tags that it revalidated, entries on their way to the cache. */
export async function finishWork({ cache, state }: Work): Promise<void> {
  const { revalidated, pending } = state;
  await Promise.all(
    [...revalidated].map(([tag, profile]) =>
      cache.revalidate([tag], durationsOf(profile, cache.profiles, cache.logger)),
    ),
  );
  revalidated.clear();
  await Promise.allSettled(pending.values());
}

/** One for all copies of this package in a process: modules of routes are compiled with a copy of their own. */
const KEY = Symbol.for("pages-api.cache");
const globals = globalThis as {
  [KEY]?: { readonly storage: AsyncLocalStorage<Work>; current?: (() => Cache) | undefined; used?: boolean };
};
const shared = (globals[KEY] ??= { storage: new AsyncLocalStorage<Work>() });

/** What the call that runs knows of the cache. */
export function currentWork(): Work | undefined {
  return shared.storage.getStore();
}

/** Runs a function, and all that it starts, with this work. */
export function enterWork<T>(work: Work, run: () => T): T {
  return shared.storage.run(work, run);
}

/** The cache of the server that runs; that of the last, where there are several in the process. */
export function currentCache(): Cache | undefined {
  return currentWork()?.cache ?? shared.current?.();
}

export function setCurrentCache(get: (() => Cache) | undefined): void {
  shared.current = get;
}

/** Whether a module has been loaded that asks for the work of its call. To enter one slows every promise of the call. */
export function workIsUsed(): boolean {
  return shared.used === true;
}

export function useWork(): void {
  shared.used = true;
}

/** The route reads what belongs to one request, so that its answer cannot be kept. */
export class DynamicUsage extends Error {
  override readonly name = "DynamicUsage";
  readonly digest = "DYNAMIC_SERVER_USAGE";

  constructor(what: string, route: string) {
    super(
      `${route} cannot be static: it uses ${what}. Remove \`dynamic = "error"\`, or write \`dynamic = "force-dynamic"\`.`,
    );
  }
}

/** Whether it is such an error, of whatever copy of this package. */
export function isDynamicUsage(error: unknown): boolean {
  return (error as { digest?: unknown } | null | undefined)?.digest === "DYNAMIC_SERVER_USAGE";
}

/** Makes the call one that cannot be kept. */
export function useDynamic(work: Work, what: string): void {
  if (!work.forceStatic) refuseKeeping(work, what);
}

/** The same, even where the route is forced to be static. */
export function refuseKeeping({ keeping, route }: Work, what: string): void {
  if (keeping === undefined) return;
  keeping.dynamic = new DynamicUsage(what, route);
  throw keeping.dynamic;
}

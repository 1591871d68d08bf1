import { setImmediate } from "node:timers/promises";
import type { Answer, RouteHandler, ServedRoute } from "../convention.ts";
import { isLate } from "../lifecycle/late.ts";
import { TURN_MS } from "../project/import.ts";
import type { Logger } from "../observe/logger.ts";
import type { Route } from "../routing/router.ts";

/** What a route's module comes to. */
export type Bound = Pick<ServedRoute, "handle" | "failed">;

/** A route whose module is loaded by its first request, or before that in its turn. */
export interface LazyRoute extends ServedRoute {
  /** Loads the module first; the handler itself once that has been done. */
  handle: RouteHandler;
  failed: Answer | undefined;
  /** Whether a file of the project answers it. */
  readonly isFile: boolean;
  load(): Promise<Bound>;
}

/** A route that needs no module. */
export function fixedRoute(route: Route, { handle, failed }: Bound): LazyRoute {
  return { ...route, handle, failed, isFile: false, load: async () => ({ handle }) };
}

/** @param make - called once; where it rejects, so does every request of the route */
export function lazyRoute(route: Route, make: () => Promise<Bound>): LazyRoute {
  let loading: Promise<Bound> | undefined;
  const load = (): Promise<Bound> =>
    (loading ??= make().then((bound) => {
      lazy.handle = bound.handle;
      lazy.failed = bound.failed;
      return bound;
    }));
  const handle: RouteHandler = async (req, res, call) => (await load()).handle(req, res, call);
  const lazy: LazyRoute = { ...route, handle, failed: undefined, isFile: true, load };
  return lazy;
}

/** Loads all routes, one after the other, so that one that is asked for meanwhile need not wait for all the others. */
export class BackgroundLoading {
  /** Settles when all routes are loaded or have failed, or loading has been stopped. */
  readonly done: Promise<void>;
  readonly #logger: Logger;
  readonly #patience: number;
  #stopped = false;

  /** @param patience how long a module may take, by top-level await, before it is left to its requests; milliseconds */
  constructor(routes: readonly LazyRoute[], logger: Logger, patience: number) {
    this.#logger = logger;
    this.#patience = patience;
    this.done = this.#loadAll(routes);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Leaves the rest to the requests that ask for it. */
  stop(): void {
    this.#stopped = true;
  }

  async #loadAll(routes: readonly LazyRoute[]): Promise<void> {
    const loading: Promise<void>[] = [];
    for (const route of routes) {
      if (this.#stopped) return;
      const loaded = this.#load(route);
      loading.push(loaded);
      await isLate(loaded, TURN_MS, { ref: false });
      // CommonJS modules are loaded in one go; requests come in between.
      await setImmediate();
    }
    if (!this.#stopped) await Promise.all(loading);
  }

  /** Waits for a route's module, but not for ever. */
  async #load(route: LazyRoute): Promise<void> {
    // Nobody is to wait for the timer where the server is closed.
    if (!(await isLate(route.load(), this.#patience, { ref: false })) || this.#stopped) return;
    const time = `${this.#patience / 1000} s`;
    this.#logger.warn(
      `${route.file} is still loading after ${time}; its requests wait. Look for an await at its top level.`,
    );
  }
}

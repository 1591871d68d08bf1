import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type { RouteHandler, ServedRoute } from "./convention.ts";
import { TURN_MS } from "./load/import.ts";
import type { Logger } from "./logger.ts";
import type { Route } from "./routing/router.ts";

/** A route whose module is loaded by its first request, or before that in its turn. */
export interface LazyRoute extends ServedRoute {
  /** Loads the module first; the handler itself once that has been done. */
  handle: RouteHandler;
  load(): Promise<RouteHandler>;
}

/** @param make - called once; where it rejects, so does every request of the route */
export function lazyRoute(route: Route, make: () => Promise<RouteHandler>): LazyRoute {
  let loading: Promise<RouteHandler> | undefined;
  const load = (): Promise<RouteHandler> =>
    (loading ??= make().then((handler) => {
      lazy.handle = handler;
      return handler;
    }));
  const handle: RouteHandler = async (req, res, params, fail) => (await load())(req, res, params, fail);
  const lazy: LazyRoute = { ...route, handle, load };
  return lazy;
}

/**
 * Loads all routes, one after the other, so that a route that is asked for meanwhile need not wait for all the others.
 *
 * @param patience how long a module may take, by top-level await, before it is left to its requests; milliseconds
 */
export async function loadInTurn(
  routes: readonly LazyRoute[],
  logger: Logger,
  patience: number,
): Promise<void> {
  const loading: Promise<void>[] = [];
  for (const route of routes) {
    const loaded = inTime(route, logger, patience);
    loading.push(loaded);
    await Promise.race([loaded, delay(TURN_MS, undefined, { ref: false })]);
    // CommonJS modules are loaded in one go; requests come in between.
    await setImmediate();
  }
  await Promise.all(loading);
}

/** Waits for a route's module, but not for ever. */
async function inTime(route: LazyRoute, logger: Logger, patience: number): Promise<void> {
  const timer = new AbortController();
  const late = delay(patience, true, { signal: timer.signal });
  late.catch(() => {});
  const isLate = await Promise.race([route.load(), late]);
  timer.abort();
  if (isLate !== true) return;
  logger.warn(
    `${route.file} is still loading after ${patience / 1000} s; its requests wait. Look for an await at its top level.`,
  );
}

import type { RouteHandler } from "./convention.ts";
import { loadRoutes, reloadRoutes, type RouteSource, type RouteTree } from "./routes.ts";
import type { Router } from "./routing/router.ts";

/** Where the routes in force come from. */
export interface Supply {
  /** The routes for a request that has just arrived, or a promise while they are being loaded. */
  current(): Router<RouteHandler> | Promise<Router<RouteHandler>>;
  close(): Promise<void>;
}

/** Routes that never change. */
export function fixedSupply(router: Router<RouteHandler>): Supply {
  return { current: () => router, close: async () => {} };
}

/** Routes that are loaded once, for production. The compiler is let go as soon as they are. */
export function loadedSupply(source: Promise<RouteSource>): Supply {
  let routes: Router<RouteHandler> | Promise<Router<RouteHandler>> = load();

  async function load(): Promise<Router<RouteHandler>> {
    const { loader, ...rest } = await source;
    try {
      return (routes = await loadRoutes({ loader, ...rest }));
    } finally {
      await loader.dispose();
    }
  }

  return { current: () => routes, close: async () => {} };
}

/**
 * Routes that are looked at again for every request, for development: whatever was saved before a request was sent
 * is what answers it. Requests that come during a look share the next one.
 */
export function reloadedSupply(source: Promise<RouteSource>, onReload?: (tree: RouteTree) => void): Supply {
  let tree: RouteTree | undefined;
  let running: Promise<Router<RouteHandler>> | undefined;
  let next: Promise<Router<RouteHandler>> | undefined;

  async function look(): Promise<Router<RouteHandler>> {
    try {
      const before = tree;
      tree = await reloadRoutes(await source, before);
      if (tree !== before) onReload?.(tree);
      return tree.router;
    } finally {
      running = next;
      next = undefined;
    }
  }

  return {
    current() {
      if (running === undefined) return (running = look());
      return (next ??= running.then(look, look));
    },
    async close() {
      const { loader } = await source;
      await loader.dispose();
    },
  };
}

import type { ServedRoute, Surroundings } from "../convention.ts";
import type { Served } from "../pipeline/served.ts";
import { boundOf, loadRoutes, reloadRoutes, type RouteSource, type RouteTree } from "./project.ts";
import type { Router } from "../routing/router.ts";

/** The routes that requests are answered with: fixed, loaded once, or looked at again for each request. */
export interface CurrentRoutes {
  /** The routes for a request that has just arrived, or a promise while they are not known. */
  current(): Served | Promise<Served>;
  /** Settles when the modules of all routes are loaded, as far as requests do not load them. */
  readonly loaded: Promise<void>;
  close(): Promise<void>;
}

/** Routes that never change. */
export function fixedRoutes(served: Served | Promise<Served>): CurrentRoutes {
  let current = served;
  const settle = async (): Promise<void> => void (current = await served);
  return { current: () => current, loaded: settle(), close: async () => {} };
}

/** Routes that are loaded once, for production. The compiler is let go as soon as they are. */
export function loadedRoutes(
  source: Promise<RouteSource>,
  onLoad?: (tree: Pick<RouteTree, "project" | "router">) => void,
): CurrentRoutes {
  const tree = source.then(loadRoutes);
  if (onLoad !== undefined) void tree.then(onLoad, () => {});
  let routes: Served | Promise<Served> = tree.then((loaded) => (routes = servedOf(loaded)));

  async function load(): Promise<void> {
    const { loader } = await source;
    try {
      const { loaded } = await tree;
      await loaded;
    } finally {
      await loader.dispose();
    }
  }

  const stop = async (): Promise<void> => (await tree).stop();
  return { current: () => routes, loaded: load(), close: stop };
}

/**
 * Routes that are looked at again for every request, for development: whatever was saved before a request was sent
 * is what answers it. Requests that come during a look share the next one.
 */
export function reloadedRoutes(
  source: Promise<RouteSource>,
  onReload?: (tree: RouteTree) => void,
): CurrentRoutes {
  let tree: RouteTree | undefined;
  let served: Served | undefined;
  let running: Promise<Served> | undefined;
  let next: Promise<Served> | undefined;

  async function look(): Promise<Served> {
    try {
      const before = tree;
      tree = await reloadRoutes(await source, before);
      if (tree !== before) onReload?.(tree);
      return tree === before && served !== undefined ? served : (served = servedOf(tree));
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
    loaded: Promise.resolve(),
    async close() {
      const { loader } = await source;
      await loader.dispose();
    },
  };
}

function servedOf({ router, project }: Pick<RouteTree, "router" | "project">): Served {
  const { surroundings, unmatched } = project;
  return {
    ...servedWithin(router, surroundings),
    unmatched: unmatched && {
      pattern: "",
      segments: [],
      file: "(no route)",
      ...boundOf(unmatched, "(no route)"),
    },
  };
}

/** Routes with what surrounds them, where that has any stage. */
export function servedWithin(router: Router<ServedRoute>, surroundings: Surroundings | undefined): Served {
  const stages =
    surroundings && [surroundings.before, surroundings.afterFiles, surroundings.fallback].flat().length;
  return {
    router,
    surroundings: stages === 0 && surroundings?.route === undefined ? undefined : surroundings,
    target: surroundings?.target,
    unmatched: undefined,
  };
}

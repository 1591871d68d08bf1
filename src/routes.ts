import { join } from "node:path";
import type { Convention, RouteHandler } from "./convention.ts";
import { RouteError } from "./error.ts";
import type { Logger } from "./logger.ts";
import { type Route, Router } from "./routing/router.ts";
import { scan } from "./routing/scan.ts";
import { formatPattern, parsePattern, type Segment } from "./routing/segment.ts";

/** Makes these files (absolute paths) ready, and gives the function that imports one. One that fails, fails alone. */
export type Load = (files: readonly string[]) => Promise<(file: string) => Promise<unknown>>;

export interface RouteSource {
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly convention: Convention;
  readonly load: Load;
  readonly logger: Logger;
}

/** How long a module may take to load, by top-level await, before the server starts without it. */
const PATIENCE_MS = 10_000;

/**
 * Reads the route tree of a project: scan, claim, load, bind. A module that does not load breaks its own route
 * only: that route answers 500, and the log says why.
 *
 * @throws RouteError when there is no folder of routes, a name means nothing, or routes contradict each other.
 */
export async function loadRoutes(source: RouteSource): Promise<Router<RouteHandler>> {
  const claimed = await claimRoutes(source);
  for (const [hidden, serving] of claimed.shadowed) {
    source.logger.warn(
      `Two files for one route, ${serving.pattern}: ${serving.file} serves it, ${hidden.file} is never reached.`,
    );
  }
  const importFile = await source.load(claimed.routes.map(({ file }) => join(source.dir, file)));
  return new Router(
    await Promise.all(
      claimed.routes.map(async (route) => {
        const handler = bind(importFile(join(source.dir, route.file)), route, source);
        return { ...route, target: await inTime(handler, route.file, source.logger) };
      }),
    ),
  );
}

/** The routes of a project by their files alone; nothing is loaded. */
export async function claimRoutes({ dir, convention }: RouteSource): Promise<Router<undefined>> {
  for (const root of convention.roots) {
    const files = await scan(join(dir, root));
    if (files === undefined) continue;
    const routes: Route<undefined>[] = [];
    for (const file of files) {
      const path = `${root}/${file}`;
      const segments = claim(convention, file, path);
      if (segments === undefined) continue;
      routes.push({ pattern: formatPattern(segments), segments, file: path, target: undefined });
    }
    return new Router(routes.toSorted((a, b) => convention.compare(a.file, b.file)));
  }
  const looked = convention.roots.map((root) => join(dir, root)).join(" and ");
  throw new RouteError(
    "NO_PAGES",
    `No routes found: looked for the folders ${looked}. Make one, or set \`dir\`.`,
  );
}

/** Routes that are given as modules, by their patterns, instead of files. */
export function routesOf(
  modules: Readonly<Record<string, unknown>>,
  convention: Convention,
): Router<RouteHandler> {
  const routes: Route<RouteHandler>[] = [];
  for (const [pattern, module] of Object.entries(modules)) {
    const segments = parsePattern(pattern);
    const namespace = typeof module === "function" ? { default: module } : module;
    try {
      routes.push({ pattern, segments, file: pattern, target: convention.bind(namespace, pattern, pattern) });
    } catch (error) {
      throw named(error, pattern);
    }
  }
  return new Router(routes);
}

function claim(convention: Convention, file: string, path: string): Segment[] | undefined {
  try {
    return convention.claim(file);
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    throw new RouteError(error.code, `${error.message}\n  ${path}`, { file: path });
  }
}

/** Puts the file's name before a message that does not have it yet. */
function named(error: unknown, file: string): unknown {
  if (!(error instanceof RouteError) || error.file !== undefined) return error;
  return new RouteError(error.code, `${file}: ${error.message}`, { cause: error.cause, file });
}

async function bind(
  module: Promise<unknown>,
  { pattern, file }: Route<undefined>,
  { convention, logger }: RouteSource,
): Promise<RouteHandler> {
  try {
    return convention.bind(await module, pattern, file);
  } catch (cause) {
    const error = named(cause, file);
    logger.error(error);
    return () => {
      throw error;
    };
  }
}

/** Waits for a handler, but not for ever: after a while the server starts, and this route's requests wait for it. */
async function inTime(handler: Promise<RouteHandler>, file: string, logger: Logger): Promise<RouteHandler> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  const loaded = await Promise.race([handler, late]);
  clearTimeout(timer);
  if (loaded !== undefined) return loaded;
  logger.warn(
    `${file} is still loading after ${PATIENCE_MS / 1000} s; its requests wait. Look for an await at its top level.`,
  );
  return async (req, res, params) => (await handler)(req, res, params);
}

import { join } from "node:path";
import type { Convention, RouteHandler, ServedRoute } from "../convention.ts";
import { distinct, RouteError } from "../error.ts";
import type { Instrumentation } from "./companions.ts";
import { BackgroundLoading, lazyRoute } from "./lazy.ts";
import type { Loaded, Loader } from "../project/loader.ts";
import { logError, type Logger } from "../observe/logger.ts";
import { describeMissing } from "./diagnose.ts";
import { type Route, Router } from "../routing/router.ts";
import { scan } from "../routing/scan.ts";
import { formatPattern, parsePattern, type Segment } from "../routing/segment.ts";
import { warnOfStale } from "./outdated.ts";

export interface RouteSource {
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly convention: Convention;
  readonly loader: Loader;
  readonly logger: Logger;
  /** The project's `instrumentation.ts`, which comes before its routes. */
  readonly instrumentation?: Instrumentation | undefined;
  /** How long a module may take to load, by top-level await, before nothing but its requests waits for it; milliseconds. */
  readonly patience?: number;
}

/** A route tree, and the versions of the files that it was made of. */
export interface RouteTree {
  readonly router: Router<ServedRoute>;
  readonly versions: ReadonlyMap<string, string | undefined>;
  /** Why routes are broken, one error for each broken file. */
  readonly errors: readonly RouteError[];
  /** The files that it was made of, absolute. */
  readonly inputs: ReadonlySet<string>;
}

const PATIENCE_MS = 10_000;

/** A route tree whose modules are being loaded. Its requests are answered: each waits for the module of its own route. */
export interface LoadingTree {
  readonly router: Router<ServedRoute>;
  /** Settles when all modules are loaded or have failed, or loading has been stopped. */
  readonly loaded: Promise<void>;
  /** Loads no more modules than requests ask for. */
  stop(): void;
}

/**
 * Reads the route tree of a project: scan, claim, load, bind. A module that does not load breaks its own route
 * only: that route answers 500, and the log says why.
 *
 * @throws RouteError when there are no routes, a name means nothing, or routes contradict each other.
 */
export async function loadRoutes(source: RouteSource): Promise<LoadingTree> {
  const { logger, patience = PATIENCE_MS } = source;
  const handlerOf = async (route: Route): Promise<RouteHandler> => {
    try {
      return await bind(route, loaded, source);
    } catch (error) {
      logError(logger, error);
      return throwing(error);
    }
  };
  const claimed = await claimRoutes(source);
  const router = new Router(claimed.map((route) => lazyRoute(route, () => handlerOf(route))));
  warnOfShadowed(router, logger);
  const { loaded } = await loadFiles(source, router);
  const loading = new BackgroundLoading(router.routes, logger, patience);
  const done = loading.done.then(async () => {
    if (loading.stopped) return;
    await warnOfStale(source).catch((error: unknown) => logError(logger, error));
  });
  return { router, loaded: done, stop: () => loading.stop() };
}

/**
 * Reads the route tree again, for development: modules are imported when they are first asked for. The tree of
 * before is kept where nothing has changed.
 */
export async function reloadRoutes(source: RouteSource, before: RouteTree | undefined): Promise<RouteTree> {
  const { dir } = source;
  const claimed = await claimRoutes(source, true);
  const router = new Router(claimed.map((route) => lazyRoute(route, () => bind(route, loaded, source))));
  const { files, loaded } = await loadFiles(source, router);
  const versions = new Map(files.map((file) => [file, loaded.version(join(dir, file))]));
  if (before !== undefined && isSame(before.versions, versions)) return before;
  warnOfShadowed(router, source.logger);
  const errors = distinct(files.flatMap((file) => loaded.error(join(dir, file)) ?? []));
  return { router, versions, errors, inputs: loaded.inputs };
}

/** Loads what routes and `instrumentation.ts` are made of, together, so that they share the modules they import. */
async function loadFiles(
  { dir, loader, instrumentation }: RouteSource,
  { routes }: Router,
): Promise<{ files: string[]; loaded: Loaded }> {
  const files = routes.map(({ file }) => file);
  const first = instrumentation?.find(files[0] ?? "", loader);
  if (first !== undefined) files.unshift(first);
  const loaded = await loader.load(files.map((file) => join(dir, file)));
  await instrumentation?.load(loaded, first);
  return { files, loaded };
}

/** Where routes are looked for. */
type ClaimSource = Pick<RouteSource, "dir" | "convention"> & { loader: Pick<Loader, "files" | "command"> };

/**
 * The routes of a project by their files alone; nothing is loaded. What they make together, a Router tells.
 *
 * @param allowEmpty whether a folder without a route will do: in development the first may come
 * @throws RouteError when there are no routes, or a name means nothing
 */
export async function claimRoutes(source: ClaimSource, allowEmpty = false): Promise<Route[]> {
  const { convention } = source;
  for (const root of convention.roots) {
    const routes = await claimBelow(root, source);
    if (routes === undefined) continue;
    if (routes.length === 0 && !allowEmpty) break;
    return routes.toSorted((a, b) => byPattern(a, b) || convention.compare(a.file, b.file));
  }
  throw new RouteError("NO_PAGES", await describeMissing(source, source.loader));
}

/** The routes below a root, or `undefined` where there is no such folder. */
async function claimBelow(
  root: string,
  { dir, convention, loader }: ClaimSource,
): Promise<Route[] | undefined> {
  const files = loader.files === undefined ? await scan(join(dir, root)) : below(root, loader.files);
  if (files === undefined) return undefined;
  const routes: Route[] = [];
  for (const file of files) {
    const path = `${root}/${file}`;
    const segments = claim(convention, file, path);
    if (segments !== undefined) routes.push({ pattern: formatPattern(segments), segments, file: path });
  }
  return routes;
}

/** Routes that are given as modules, by their patterns, instead of files. */
export function routesOf(
  modules: Readonly<Record<string, unknown>>,
  convention: Convention,
): Router<ServedRoute> {
  const routes: ServedRoute[] = [];
  for (const [pattern, module] of Object.entries(modules)) {
    const namespace = typeof module === "function" ? { default: module } : module;
    try {
      const segments = parsePattern(pattern);
      routes.push({ pattern, segments, file: pattern, handle: convention.bind(namespace, pattern, pattern) });
    } catch (error) {
      throw named(error, pattern);
    }
  }
  const router = new Router(routes);
  for (const [{ file }, serving] of router.shadowed) {
    throw new RouteError(
      "ROUTE_CONFLICT",
      `"${file}" and "${serving.file}" are one route. Keep one of them.`,
    );
  }
  return router;
}

function claim(convention: Convention, file: string, path: string): Segment[] | undefined {
  try {
    return convention.claim(file);
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    throw new RouteError(error.code, `${error.message}\n  ${path}`, { file: path });
  }
}

async function bind(
  { pattern, file }: Route,
  loaded: Loaded,
  { dir, convention }: RouteSource,
): Promise<RouteHandler> {
  try {
    return convention.bind(await loaded.import(join(dir, file)), pattern, file);
  } catch (error) {
    throw named(error, file);
  }
}

/** Puts the file's name before a message that does not have it yet. */
function named(error: unknown, file: string): unknown {
  if (!(error instanceof RouteError) || error.file !== undefined) return error;
  return new RouteError(error.code, `${file}: ${error.message}`, { cause: error.cause, file });
}

function throwing(error: unknown): RouteHandler {
  return () => {
    throw error;
  };
}

/** Tells of files that no request reaches, since another one has their route. */
export function warnOfShadowed({ shadowed }: Router, logger: Logger): void {
  for (const [hidden, serving] of shadowed) {
    logger.warn(
      `Two files for one route, ${serving.pattern}: ${serving.file} serves it, ${hidden.file} is never reached.`,
    );
  }
}

/** The files below a folder, relative to it, or `undefined` where there are none. */
function below(root: string, files: readonly string[]): string[] | undefined {
  const found = files
    .filter((file) => file.startsWith(`${root}/`))
    .map((file) => file.slice(root.length + 1));
  return found.length === 0 ? undefined : found;
}

/** The order in which a conflict names its routes. */
function byPattern({ pattern: a }: Route, { pattern: b }: Route): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isSame(a: RouteTree["versions"], b: RouteTree["versions"]): boolean {
  if (a.size !== b.size) return false;
  for (const [file, version] of b) if (version === undefined || a.get(file) !== version) return false;
  return true;
}

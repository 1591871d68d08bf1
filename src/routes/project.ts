import { join } from "node:path";
import type {
  ClaimedRoute,
  Endpoint,
  Exports,
  OpenConvention,
  OpenProject,
  RouteNote,
  ServedRoute,
  Startup,
} from "../convention.ts";
import { distinct, RouteError } from "../error.ts";
import { BackgroundLoading, type Bound, fixedRoute, type LazyRoute, lazyRoute } from "./lazy.ts";
import type { Loaded, Loader } from "../project/loaded.ts";
import { logError, type Logger } from "../observe/logger.ts";
import { textOfSystemError } from "../observe/system-error.ts";
import { claimRoutes, named, warnOfShadowed } from "./claim.ts";
import { Router } from "../routing/router.ts";
import { parsePattern } from "../routing/segment.ts";
import { webHandler } from "../pipeline/web.ts";
import type { LimitOf } from "../web/limit.ts";
import type * as configPlace from "./config-place.ts";
import { warnOfStale } from "./outdated.ts";

export interface RouteSource {
  /** The project's folder, absolute. */
  readonly dir: string;
  /** The project's conventions; opened again, in development, when their configs have changed. */
  readonly open: () => Promise<OpenProject>;
  readonly loader: Loader;
  readonly logger: Logger;
  /** In development, mistakes in a route's configuration have line and column. */
  readonly dev?: boolean | undefined;
  /** The size from which a web route refuses a body. */
  readonly limitOf?: LimitOf | undefined;
  /** What the project starts with, before its routes. */
  readonly startup?: Startup | undefined;
  /** How long a module may take to load, by top-level await, before nothing but its requests waits for it; milliseconds. */
  readonly patience?: number;
}

/** A route tree, and the versions of the files that it was made of. */
export interface RouteTree {
  readonly project: OpenProject;
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
  readonly project: OpenProject;
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
 * @throws RouteError when there are no routes, a name is invalid, or routes contradict each other.
 */
export function loadRoutes(source: RouteSource): Promise<LoadingTree> {
  return reading(() => loadTree(source));
}

async function loadTree(source: RouteSource): Promise<LoadingTree> {
  const { dir, loader, logger, patience = PATIENCE_MS } = source;
  const bindOrThrow = async (route: ClaimedRoute): Promise<Bound> => {
    try {
      return await bind(route, loaded, source);
    } catch (error) {
      logError(logger, error);
      return throwing(error);
    }
  };
  const project = await openWith(source);
  const claimed = await claimRoutes({ dir, conventions: project.conventions, loader });
  const router = routerOf(project, claimed, bindOrThrow);
  warnOfShadowed(router, logger);
  const { loaded } = await loadFiles(source, router, project);
  const loading = new BackgroundLoading(router.routes, logger, patience);
  const done = loading.done.then(async () => {
    if (loading.stopped) return;
    const { conventions, companions } = project;
    const outdated = { dir, conventions, companions, loader, logger, startup: source.startup };
    await warnOfStale(outdated).catch((error: unknown) => logError(logger, error));
  });
  return { project, router, loaded: done, stop: () => loading.stop() };
}

/**
 * Reads the route tree again, for development: modules are imported when they are first asked for. The tree of
 * before is kept where nothing has changed.
 */
export function reloadRoutes(source: RouteSource, before: RouteTree | undefined): Promise<RouteTree> {
  return reading(() => reloadTree(source, before));
}

async function reloadTree(source: RouteSource, before: RouteTree | undefined): Promise<RouteTree> {
  const { dir, loader } = source;
  const project = await openWith(source);
  const claimed = await claimRoutes({ dir, conventions: project.conventions, loader }, true);
  const router = routerOf(project, claimed, (route) => bind(route, loaded, source));
  const { files, loaded } = await loadFiles(source, router, project);
  const versions = new Map(files.map((file) => [file, loaded.version(join(dir, file))]));
  if (before?.project === project && isSame(before.versions, versions)) return before;
  warnOfShadowed(router, source.logger);
  const errors = distinct(files.flatMap((file) => loaded.error(join(dir, file)) ?? []));
  const inputs = new Set([...loaded.inputs, ...project.watch]);
  return { project, router, versions, errors, inputs };
}

/** The routes of files and those of configs, in one router. */
function routerOf(
  { conventions, routes: given = [] }: OpenProject,
  claimed: readonly ClaimedRoute[],
  make: (route: ClaimedRoute) => Promise<Bound>,
): Router<LazyRoute> {
  const files = claimed.map((route) => lazyRoute(route, () => make(route)));
  const others = given.map((route) => fixedRoute(route, boundOf(route.endpoint, route.file)));
  const router = new Router([...files, ...others]);
  for (const convention of conventions) convention.connect?.(router);
  return router;
}

/** What keeps the files of the project from being read, in a line; a handler's own errors do not come here. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const text = textOfSystemError(error);
    throw text === undefined ? error : new RouteError("FILES", text, { cause: error });
  }
}

/** Opens the conventions, and has the loader compile for them. */
async function openWith({ open, loader }: RouteSource): Promise<OpenProject> {
  const project = await open();
  loader.configure?.(project.compile);
  return project;
}

/** Loads what routes and their companions are made of, together, so that they share the modules they import. */
async function loadFiles(
  { dir, loader, startup, logger }: RouteSource,
  { routes }: Router<LazyRoute>,
  { companions, surroundings }: OpenProject,
): Promise<{ files: string[]; loaded: Loaded }> {
  const files = [...companions, ...routes.flatMap(({ file, isFile }) => (isFile ? file : []))];
  const paths = routes.map(({ file }) => file);
  const first = startup?.find(paths, loader);
  if (first !== undefined) files.unshift(first);
  const loaded = await loader.load(files.map((file) => join(dir, file)));
  for (const warning of loaded.warnings ?? []) logger.warn(warning);
  await startup?.load(loaded, first);
  surroundings?.load?.(loaded);
  return { files, loaded };
}

/** Routes that are given as modules, by their patterns, instead of files. */
export function routesOf(
  modules: Readonly<Record<string, unknown>>,
  convention: OpenConvention,
  limitOf?: LimitOf,
): Router<ServedRoute> {
  const routes: ServedRoute[] = [];
  for (const [pattern, module] of Object.entries(modules)) {
    const namespace = typeof module === "function" ? { default: module } : module;
    try {
      const segments = parsePattern(pattern);
      const route = { pattern, segments, file: pattern };
      const config = convention.configure(namespace as Exports, pattern) as unknown;
      routes.push({
        ...route,
        ...boundOf(convention.bind(namespace, route, config), pattern, limitOf?.(pattern)),
      });
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

async function bind(route: ClaimedRoute, loaded: Loaded, source: RouteSource): Promise<Bound> {
  const { convention, file } = route;
  const { dir, limitOf } = source;
  try {
    const module = await loaded.import(join(dir, file));
    const exports = Object(module) as Exports;
    const config = convention.configure(exports, file) as unknown;
    if (source.dev === true) await warnOfUnknown(convention.inspect?.(exports, config) ?? [], file, source);
    return boundOf(convention.bind(module, route, config), file, limitOf?.(route.pattern));
  } catch (error) {
    if (!(error instanceof RouteError) || source.dev !== true || !PLACED.has(error.code))
      throw named(error, file);
    throw named(error.file === undefined ? await (await placing()).placed(error, file, dir) : error, file);
  }
}

/** Mistakes in what a file exports: in development the place in it is looked up. */
const PLACED: ReadonlySet<string> = new Set(["ROUTE_CONFIG", "ROUTE_EXPORT"]);

/** Only in development, and only for a mistake: it reads the source once more. */
const placing = (): Promise<typeof configPlace> => import("./config-place.ts");

async function warnOfUnknown(
  notes: readonly RouteNote[],
  file: string,
  { dir, logger }: RouteSource,
): Promise<void> {
  const unknown = notes.filter(({ rule }) => rule === "unknown-option");
  if (unknown.length === 0) return;
  for (const text of await (await placing()).textsOf(unknown, file, dir)) logger.warn(text);
}

/** The endpoint as the pipeline calls it. */
export function boundOf(endpoint: Endpoint, file: string, limit?: number): Bound {
  if (endpoint.kind === "node") return { handle: endpoint.handle };
  return { handle: webHandler(endpoint, file, limit), failed: endpoint.failed };
}

function throwing(error: unknown): Bound {
  return {
    handle() {
      throw error;
    },
  };
}

function isSame(a: RouteTree["versions"], b: RouteTree["versions"]): boolean {
  if (a.size !== b.size) return false;
  for (const [file, version] of b) if (version === undefined || a.get(file) !== version) return false;
  return true;
}

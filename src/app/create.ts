import { type AnswerUnmatched, behind, changesBefore, healthBefore, hostBefore } from "./listeners.ts";
import { createHostCheck } from "../http/allowed-hosts.ts";
import { resolve } from "node:path";
import { CacheHolder, type MemoryMaker } from "../cache/holder.ts";
import type { Project, Services, Startup } from "../convention.ts";
import {
  openConventions,
  openModules,
  openModulesWithin,
  openStartup,
  reopening,
} from "../conventions/index.ts";
import { waitUntil } from "../lifecycle/background.ts";
import { compileTrust, type Trust } from "../http/client.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import { derivePreviewKeys, type PreviewKeys } from "../api/preview-keys.ts";
import { Lifecycle } from "../lifecycle/hooks.ts";
import type { Loader } from "../project/loaded.ts";
import { loadOf, openProject } from "../project/loader.ts";
import { createRevalidate } from "./revalidate.ts";
import { inOwnContext } from "../pipeline/context.ts";
import { createListener, type Listener, type Served } from "../pipeline/listener.ts";
import { logsOf } from "../observe/options.ts";
import type { Logger } from "../observe/logger.ts";
import type { Options } from "./options.ts";
import { routesOf, type RouteTree } from "../routes/project.ts";
import type { Running } from "../pipeline/in-flight.ts";
import {
  type CurrentRoutes,
  fixedRoutes,
  loadedRoutes,
  reloadedRoutes,
  servedWithin,
} from "../routes/current.ts";
import { compileLimit } from "../web/limit.ts";
import { keepTickShape } from "../lifecycle/next-tick.ts";

/** The routes of a project, and the function that answers requests with them. */
export interface App {
  readonly listener: Listener;
  readonly logger: Logger;
  readonly life: Lifecycle;
  readonly trust: Trust | undefined;
  /** Settles when requests are answered, each as soon as its own route is loaded; rejects when the tree is wrong. */
  opened(): Promise<Served>;
  /** Settles when all routes are loaded; rejects when the tree is wrong. */
  ready(): Promise<void>;
  /** In development: looks at the files as a request would do. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** What a development server, of the command line or of Vite, does beside answering. */
export interface Hooks {
  /** The server is ours: nobody before it has looked at the host that is asked for. */
  readonly ownServer?: boolean | undefined;
  /** Called for every route tree that takes the place of another. */
  readonly onReload?: ((tree: RouteTree) => void) | undefined;
  /** Called in production with the routes, when they are known. */
  readonly onLoad?: ((tree: Pick<RouteTree, "project" | "router">) => void) | undefined;
  /** Makes modules of the route files instead of our own compiler. */
  readonly loader?: Loader | Promise<Loader> | undefined;
  /** Makes the cache where nothing else is said: workers share that of the primary. */
  readonly cacheMemory?: MemoryMaker | undefined;
  /** Called with every answer that a route begins. */
  readonly running?: Running | undefined;
  /** Makes what is asked about requests that no route matches. It gives whether it has begun an answer. */
  readonly unmatched?: ((logger: Logger) => AnswerUnmatched) | undefined;
}

/** Makes the app of some options: what answers requests, and what it needs to start and to end. */
export function createApp(options: Options, hooks: Hooks = {}): App {
  keepTickShape();
  const dev = options.dev ?? process.env["NODE_ENV"] !== "production";
  const trust = compileTrust(options.trustProxy);
  const { logger, onRequest } = logsOf(options, dev, trust);
  const revalidate = createRevalidate(
    { served: () => current.current(), bypassId: () => services.preview().bypassId, logger },
    options.revalidate,
  );
  const services: Services = { ...servicesOf(options, hooks, logger, dev), revalidate };
  const life = new Lifecycle(options, logger);
  const { dir = ".", pageExtensions } = options;
  const startup = openStartup({ dir: resolve(dir), pageExtensions }, logger);
  const current = life.hold(currentRoutes({ options, services, hooks, life, startup }));
  const opened = Promise.resolve(current.current());
  const ready = opened.then(() => current.loaded);
  // Whoever asks for one of them, or sends a request, gets the failure.
  for (const settled of [opened, current.loaded, ready]) settled.catch(() => {});
  life.follow(ready);
  const onError = options.onError ?? reportOf(dev, options.dir);
  const routes = createListener({
    served: current.current,
    logger,
    onError,
    running: hooks.running,
    onRequest,
    onFailure: startup.report,
  });
  const listener = hooks.unmatched ? behind(routes, hooks.unmatched(logger), { logger, onError }) : routes;
  const listening = dev ? changesBefore(listener, current.current) : listener;
  const isShown = dev && hooks.ownServer === true && process.env["NODE_ENV"] !== "test";
  const checkHost = isShown ? createHostCheck(options.allowedHosts ?? []) : undefined;
  return {
    listener: inOwnContext(hostBefore(healthBefore(listening, options.health, life, logger), checkHost)),
    logger,
    life,
    trust,
    opened: () => opened,
    ready: () => ready,
    refresh: async () => void (await current.current()),
    async close() {
      await current.close();
      await services.cache.close();
    },
  };
}

/** What conventions get from the server, but for what needs its routes. */
function servicesOf(options: Options, hooks: Hooks, logger: Logger, dev: boolean): Services {
  return {
    cache: new CacheHolder({ logger, dev, given: options.cache, memory: hooks.cacheMemory }),
    compress: options.compress ?? true,
    isCompressGiven: options.compress !== undefined,
    nextConfig: options.nextConfig,
    dev,
    logger,
    preview: previewKeysOf(options.previewSecret),
    queryParser: options.queryParser ?? "simple",
    middleware: options.middleware,
    waitUntil,
    pageExtensions: options.pageExtensions,
    methodNotAllowed: options.methodNotAllowed,
  };
}

function previewKeysOf(secret: string | undefined): () => PreviewKeys {
  let keys = secret === undefined ? undefined : derivePreviewKeys(secret);
  // The variable may come from the project's .env files, which are loaded after this, but before the routes.
  // Deployments set one to nothing where they mean that there is none.
  return () => (keys ??= derivePreviewKeys(process.env["PAGES_API_PREVIEW_SECRET"] || undefined));
}

/** Tests of a user's routes are not to see what a developer sees. */
function reportOf(dev: boolean, dir = "."): ErrorHandler | undefined {
  if (!dev || process.env["NODE_ENV"] === "test") return undefined;
  return async (error, context) =>
    (await import("../observe/error-report.ts")).reportTo(resolve(dir))(error, context);
}

interface Parts {
  readonly options: Options;
  readonly services: Services;
  readonly hooks: Hooks;
  readonly life: Lifecycle;
  readonly startup: Startup;
}

/** The routes that the options give, or those of the project's files. */
function currentRoutes({ options, services, hooks, life, startup }: Parts): CurrentRoutes {
  const dir = resolve(options.dir ?? ".");
  const { dev, logger } = services;
  const limitOf = compileLimit(options.webBodyLimit);
  const { routes, nextConfig = false } = options;
  if (routes !== undefined) {
    void life.start();
    if (nextConfig === false)
      return fixedRoutes({ router: routesOf(routes, openModules(services), limitOf) });
    const opening = openModulesWithin({ dir, dev }, services);
    return fixedRoutes(
      opening.then(({ convention, surroundings }) =>
        servedWithin(routesOf(routes, convention, limitOf), surroundings),
      ),
    );
  }
  const { loader = openProject(dir, dev, options.buildDir) } = hooks;
  const source = Promise.resolve(loader).then(async (loader) => {
    await life.start();
    services.cache.built = loader.built;
    const project: Project = { dir, dev, files: loader.files, pageExtensions: loader.pageExtensions };
    const load = loadOf(loader);
    const open = () =>
      openConventions(project, { ...services, load }, options.conventions ?? loader.conventions);
    return { dir, dev, open: reopening(open), loader, logger, limitOf, startup };
  });
  return dev ? reloadedRoutes(source, hooks.onReload) : loadedRoutes(source, hooks.onLoad);
}

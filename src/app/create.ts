import { type AnswerUnmatched, behind, changesBefore, hostBefore } from "./around.ts";
import { type AllowedHosts, createHostCheck } from "../http/allowed-hosts.ts";
import { resolve } from "node:path";
import type { CacheHandler } from "../cache/handler.ts";
import { CacheHolder, type MemoryMaker } from "../cache/holder.ts";
import type { Project, Services } from "../convention.ts";
import {
  type ConfigExport,
  openConventions,
  openModules,
  PAGE_EXTENSIONS,
  reopening,
} from "../conventions/index.ts";
import { waitUntil } from "../lifecycle/background.ts";
import { createHealth, type HealthAnswerer } from "../lifecycle/health.ts";
import { compileTrust, type Trust, type TrustProxy } from "../http/client.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import type { QueryParser } from "../http/query.ts";
import { derivePreviewKeys, type PreviewKeys } from "../api/preview-keys.ts";
import { Lifecycle, type LifecycleOptions } from "../lifecycle/hooks.ts";
import { Instrumentation } from "../routes/companions.ts";
import type { Loader } from "../project/loaded.ts";
import { loadOf, openProject } from "../project/loader.ts";
import { createRevalidate, type RevalidateOptions } from "./revalidate.ts";
import { inOwnContext } from "../pipeline/context.ts";
import { createListener, type Listener, type Served } from "../pipeline/listener.ts";
import { type LogOptions, logsOf } from "../observe/options.ts";
import type { Logger } from "../observe/logger.ts";
import type { NextApiRequest, NextApiResponse } from "../stand-ins/next/api.ts";
import { routesOf, type RouteTree } from "../routes/project.ts";
import type { Running } from "../pipeline/in-flight.ts";
import { fixedSupply, loadedSupply, reloadedSupply, type Supply } from "../routes/source.ts";
import { compileLimit, type WebBodyLimit } from "../web/limit.ts";
import { keepTickShape } from "../lifecycle/next-tick.ts";

/** What a route file exports. Its handler is called with a request that has its signal. */
export interface RouteModule {
  /** The handler. A method, so that one whose request has a narrower `query` (`pages-api types`) will do. */
  default(req: NextApiRequest & Required<Pick<NextApiRequest, "signal">>, res: NextApiResponse): unknown;
  config?: ConfigExport;
}

export interface Options extends LifecycleOptions, LogOptions {
  /** The project's folder, which has `pages/api` or `src/pages/api`. Default: the working directory. */
  dir?: string;
  /** Development: warnings, and edits take effect. Default: `NODE_ENV` is not `"production"`. */
  dev?: boolean;
  /** The folder that `pages-api build` has written, relative to `dir`. Default: `.pages-api/build`, where it exists. */
  buildDir?: string;
  /** Routes as modules or functions, by pattern (`"/api/post/[pid]"`), instead of files. */
  routes?: Readonly<Record<string, RouteModule | RouteModule["default"]>>;
  /**
   * The size from which the body of a web route (a route handler, an edge API route) is refused with 413: bytes, or a string
   * such as `"2mb"`; for some routes another one: `{ default: "1mb", "/api/upload": "50mb" }`. Default: none, as in Next.
   */
  webBodyLimit?: WebBodyLimit;
  /** How routes are written, such as `["pages-api"]`. Default: what the project's files show. */
  conventions?: readonly string[];
  /** `false` leaves the project's `middleware.ts` or `proxy.ts` out, and with it the checks that it makes. */
  middleware?: boolean;
  /**
   * The next.config of the project: its options, its path, or `false` for none. Default: `next.config.js`, `.mjs`, `.ts`,
   * `.mts` or `.cjs` in `dir`. docs/next-config.md
   */
  nextConfig?: Readonly<Record<string, unknown>> | string | false;
  /** Extensions of route files, taken literally, as in Next. Default: `["tsx", "ts", "jsx", "js"]`. */
  pageExtensions?: readonly string[];
  /**
   * Where answers and data of the cache are kept, such as `new RedisHandler()` of `pages-api/cache/redis`. Default: what
   * `cacheHandler` of next.config names, else 50 MB of memory.
   */
  cache?: CacheHandler;
  /**
   * Answer a method that an endpoint of Astro does not have with 405 and the header Allow. Default: `false`, 404, as
   * Astro does.
   */
  methodNotAllowed?: boolean;
  /** Answers failed requests in a form of your own. Default: Next's plain text. */
  onError?: ErrorHandler;
  /** `"extended"` parses nested keys of queries and forms with qs. Default: `"simple"`, flat, as in Next. */
  queryParser?: QueryParser;
  /**
   * Compress answers of 1 KiB and more with gzip or deflate, as Next does; with Brotli, or zstd where Node has it, for a
   * client that prefers it. Default: `true`. Only for a server of our own.
   */
  compress?: boolean;
  /**
   * What the cookies of draft and preview mode are made with: at least 16 characters, kept secret. Needed where
   * several processes serve the same users, or where previews should outlive a restart. Default: the environment's
   * `PAGES_API_PREVIEW_SECRET`, else random bytes for each process.
   */
  previewSecret?: string;
  /**
   * In development, which names the server answers to besides `localhost` and addresses: `"dev.test"`, `".dev.test"` with all
   * below it; `true` for any. Others get 403, so that no site can read sources by DNS rebinding. Only `createServer`.
   * Default: none.
   */
  allowedHosts?: AllowedHosts;
  /**
   * The Next server whose pages `res.revalidate()` makes anew: `{ origin: "http://127.0.0.1:3000", previewModeId }`, the
   * second from its `.next/prerender-manifest.json`. Static answers of this server need no option. docs/migrate.md
   */
  revalidate?: RevalidateOptions;
  /** Which proxies `clientAddress(req)` believes: a number of hops, addresses, CIDR blocks. Default: none. */
  trustProxy?: TrustProxy;
}

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

export function createApp(options: Options, hooks: Hooks = {}): App {
  keepTickShape();
  const dev = options.dev ?? process.env["NODE_ENV"] !== "production";
  const { logger, onRequest } = logsOf(options, dev);
  const pageExtensions = options.pageExtensions ?? PAGE_EXTENSIONS;
  const base: Services = {
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
  const revalidate = createRevalidate(
    { served: () => supply.current(), bypassId: () => services.preview().bypassId, logger },
    options.revalidate,
  );
  const services: Services = { ...base, revalidate };
  const trust = compileTrust(options.trustProxy);
  const life = new Lifecycle(options, logger);
  const instrumentation = new Instrumentation(resolve(options.dir ?? "."), pageExtensions, logger);
  const supply = life.hold(supplyOf({ options, services, hooks, life, instrumentation }));
  const opened = Promise.resolve(supply.current());
  const ready = opened.then(() => supply.loaded);
  // Whoever asks for one of them, or sends a request, gets the failure.
  for (const settled of [opened, supply.loaded, ready]) settled.catch(() => {});
  life.follow(ready);
  const onError = options.onError ?? reportOf(dev, options.dir);
  const routes = createListener({
    served: supply.current,
    logger,
    onError,
    running: hooks.running,
    onRequest,
    onFailure: instrumentation.report,
  });
  const listener = hooks.unmatched ? behind(routes, hooks.unmatched(logger), { logger, onError }) : routes;
  const listening = dev ? changesBefore(listener, supply.current) : listener;
  const isShown = dev && hooks.ownServer === true && process.env["NODE_ENV"] !== "test";
  const checkHost = isShown ? createHostCheck(options.allowedHosts ?? []) : undefined;
  return {
    listener: inOwnContext(hostBefore(healthBefore(listening, options.health, life, logger), checkHost)),
    logger,
    life,
    trust,
    opened: () => opened,
    ready: () => ready,
    refresh: async () => void (await supply.current()),
    async close() {
      await supply.close();
      await services.cache.close();
    },
  };
}

/** Health endpoints come before the routes; without them nothing does. */
function healthBefore(
  listener: Listener,
  health: Options["health"],
  life: Lifecycle,
  logger: Logger,
): Listener {
  if (health === undefined || health === false) return listener;
  const answer: HealthAnswerer = createHealth(health === true ? {} : health, () => life.phase, logger);
  return (req, res, next) => void (answer(req, res) || listener(req, res, next));
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
  readonly instrumentation: Instrumentation;
}

function supplyOf({ options, services, hooks, life, instrumentation }: Parts): Supply {
  const dir = resolve(options.dir ?? ".");
  const { dev, logger } = services;
  const limitOf = compileLimit(options.webBodyLimit);
  if (options.routes !== undefined) {
    const supply = fixedSupply(routesOf(options.routes, openModules(services), limitOf));
    void life.start();
    return supply;
  }
  const { loader = openProject(dir, dev, options.buildDir) } = hooks;
  const source = Promise.resolve(loader).then(async (loader) => {
    await life.start();
    services.cache.built = loader.built;
    const project: Project = { dir, dev, files: loader.files, pageExtensions: loader.pageExtensions };
    const load = loadOf(loader);
    const open = () =>
      openConventions(project, { ...services, load }, options.conventions ?? loader.conventions);
    return { dir, dev, open: reopening(open), loader, logger, limitOf, instrumentation };
  });
  return dev ? reloadedSupply(source, hooks.onReload) : loadedSupply(source, hooks.onLoad);
}

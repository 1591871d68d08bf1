import { resolve } from "node:path";
import type { Convention } from "./convention.ts";
import { PAGE_EXTENSIONS, pagesApi } from "./conventions/pages-api/index.ts";
import type { PageConfig } from "./conventions/pages-api/config.ts";
import type { ErrorHandler } from "./http/failure.ts";
import type { QueryParser } from "./http/query.ts";
import { derivePreviewKeys, type PreviewKeys } from "./http/seal.ts";
import { openProject } from "./load/loader.ts";
import { createListener, type Listener } from "./listener.ts";
import type { Logger } from "./logger.ts";
import type { NextApiHandler } from "./next/api.ts";
import { routesOf, type RouteTree } from "./routes.ts";
import { fixedSupply, loadedSupply, reloadedSupply, type Supply } from "./supply.ts";

/** What a route file exports. */
export interface RouteModule {
  default: NextApiHandler;
  config?: PageConfig;
}

export interface Options {
  /** The project's folder, which has `pages/api` or `src/pages/api`. Default: the working directory. */
  dir?: string;
  /** Development: warnings, and edits take effect. Default: `NODE_ENV` is not `"production"`. */
  dev?: boolean;
  /** Routes as modules or functions, by pattern (`"/api/post/[pid]"`), instead of files. */
  routes?: Readonly<Record<string, RouteModule | RouteModule["default"]>>;
  /** Extensions of route files, taken literally, as in Next. Default: `["tsx", "ts", "jsx", "js"]`. */
  pageExtensions?: readonly string[];
  /** Answers failed requests in a form of your own. Default: Next's plain text. */
  onError?: ErrorHandler;
  /** Where warnings and errors go. Default: `console`. */
  logger?: Logger;
  /** `"extended"` parses nested keys of queries and forms with qs. Default: `"simple"`, flat, as in Next. */
  queryParser?: QueryParser;
  /** Compress answers with gzip or deflate, as Next does. Default: `true`. Only for a server of our own. */
  compress?: boolean;
  /**
   * What the cookies of draft and preview mode are made with: at least 16 characters, kept secret. Needed where
   * several processes serve the same users, or where previews should outlive a restart. Default: the environment's
   * `PAGES_API_PREVIEW_SECRET`, else random bytes for each process.
   */
  previewSecret?: string;
}

/** The routes of a project, and the function that answers requests with them. */
export interface App {
  readonly listener: Listener;
  /** Settles when the routes are loaded; rejects when the tree is wrong. */
  ready(): Promise<void>;
  /** In development: looks at the files as a request would do. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** What the development server of the command line does beside answering. */
export interface Hooks {
  /** Called for every route tree that takes the place of another. */
  readonly onReload?: ((tree: RouteTree) => void) | undefined;
}

export function createApp(options: Options, hooks: Hooks = {}): App {
  const logger = options.logger ?? console;
  const dev = options.dev ?? process.env["NODE_ENV"] !== "production";
  const convention = pagesApi({
    compress: options.compress ?? true,
    dev,
    logger,
    pageExtensions: options.pageExtensions ?? PAGE_EXTENSIONS,
    preview: previewKeysOf(options.previewSecret),
    queryParser: options.queryParser ?? "simple",
  });
  const supply = supplyOf(options, dev, convention, logger, hooks);
  const loaded = Promise.resolve(supply.current()).then(() => {});
  // Whoever asks for `ready` or sends a request is told of a failure.
  loaded.catch(() => {});
  return {
    listener: createListener({
      routes: supply.current,
      logger,
      onError: options.onError ?? reportOf(dev, options.dir),
    }),
    ready: () => loaded,
    refresh: async () => void (await supply.current()),
    close: supply.close,
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
    (await import("./report/answer.ts")).reportTo(resolve(dir))(error, context);
}

function supplyOf(
  options: Options,
  dev: boolean,
  convention: Convention,
  logger: Logger,
  { onReload }: Hooks,
): Supply {
  if (options.routes !== undefined) return fixedSupply(routesOf(options.routes, convention));
  const dir = resolve(options.dir ?? ".");
  const source = openProject(dir, dev, (message) => logger.warn(message)).then((loader) => ({
    dir,
    convention,
    loader,
    logger,
  }));
  return dev ? reloadedSupply(source, onReload) : loadedSupply(source);
}

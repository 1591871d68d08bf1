import { resolve } from "node:path";
import type { Convention } from "./convention.ts";
import { PAGE_EXTENSIONS, pagesApi } from "./conventions/pages-api/index.ts";
import type { PageConfig } from "./conventions/pages-api/config.ts";
import type { ErrorHandler } from "./http/failure.ts";
import type { QueryParser } from "./http/query.ts";
import type { Loader } from "./load/loader.ts";
import { createListener, type Listener } from "./listener.ts";
import type { Logger } from "./logger.ts";
import type { NextApiHandler } from "./next/api.ts";
import { routesOf } from "./routes.ts";
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
}

/** The routes of a project, and the function that answers requests with them. */
export interface App {
  readonly listener: Listener;
  /** Settles when the routes are loaded; rejects when the tree is wrong. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export function createApp(options: Options): App {
  const logger = options.logger ?? console;
  const dev = options.dev ?? process.env["NODE_ENV"] !== "production";
  const convention = pagesApi({
    compress: options.compress ?? true,
    dev,
    logger,
    pageExtensions: options.pageExtensions ?? PAGE_EXTENSIONS,
    queryParser: options.queryParser ?? "simple",
  });
  const supply = supplyOf(options, dev, convention, logger);
  const loaded = Promise.resolve(supply.current()).then(() => {});
  // Whoever asks for `ready` or sends a request is told of a failure.
  loaded.catch(() => {});
  return {
    listener: createListener({ routes: supply.current, logger, onError: options.onError }),
    ready: () => loaded,
    close: supply.close,
  };
}

function supplyOf(options: Options, dev: boolean, convention: Convention, logger: Logger): Supply {
  if (options.routes !== undefined) return fixedSupply(routesOf(options.routes, convention));
  const dir = resolve(options.dir ?? ".");
  const source = loaderOf(dir).then((loader) => ({ dir, convention, loader, logger }));
  return dev ? reloadedSupply(source) : loadedSupply(source);
}

/** The compiler is loaded only where route files are to be compiled. */
async function loaderOf(dir: string): Promise<Loader> {
  const { compilingLoader } = await import("./load/loader.ts");
  return compilingLoader(dir);
}

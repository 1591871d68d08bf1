import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Convention, RouteHandler } from "./convention.ts";
import { PAGE_EXTENSIONS, pagesApi } from "./conventions/pages-api/index.ts";
import type { PageConfig } from "./conventions/pages-api/config.ts";
import type { ErrorHandler } from "./http/failure.ts";
import type { QueryParser } from "./http/query.ts";
import type { ApiRequest } from "./http/request.ts";
import type { ApiResponse } from "./http/response.ts";
import { createListener, type Listener } from "./listener.ts";
import type { Logger } from "./logger.ts";
import { loadRoutes, routesOf } from "./routes.ts";
import type { Router } from "./routing/router.ts";

/** What a route file exports. */
export interface RouteModule {
  default: (req: ApiRequest, res: ApiResponse) => unknown;
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
  const convention = pagesApi({
    compress: options.compress ?? true,
    dev: options.dev ?? process.env["NODE_ENV"] !== "production",
    logger,
    pageExtensions: options.pageExtensions ?? PAGE_EXTENSIONS,
    queryParser: options.queryParser ?? "simple",
  });
  let routes = start(options, convention, logger);
  const loaded = Promise.resolve(routes).then((router) => void (routes = router));
  // Whoever asks for `ready` or sends a request is told of a failure.
  loaded.catch(() => {});
  return {
    listener: createListener({ routes: () => routes, logger, onError: options.onError }),
    ready: () => loaded,
    close: async () => {},
  };
}

/** @todo the loader */
async function importFiles(): Promise<(file: string) => Promise<unknown>> {
  return (file) => import(pathToFileURL(file).href) as Promise<unknown>;
}

function start(
  options: Options,
  convention: Convention,
  logger: Logger,
): Router<RouteHandler> | Promise<Router<RouteHandler>> {
  if (options.routes !== undefined) return routesOf(options.routes, convention);
  return loadRoutes({ dir: resolve(options.dir ?? "."), convention, logger, load: importFiles });
}

import type { CacheHandler } from "../cache/handler.ts";
import type { ConfigExport } from "../conventions/index.ts";
import type { AllowedHosts } from "../http/allowed-hosts.ts";
import type { TrustProxy } from "../http/client.ts";
import type { QueryParser } from "../http/query.ts";
import type { LifecycleOptions } from "../lifecycle/hooks.ts";
import type { LogOptions } from "../observe/options.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import type { NextApiRequest, NextApiResponse } from "../stand-ins/next/api.ts";
import type { WebBodyLimit } from "../web/limit.ts";
import type { RevalidateOptions } from "./revalidate.ts";

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
   * `.mts` or `.cjs` in `dir`; with `routes` none. docs/next-config.md
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

import type { NextRequest } from "./request.ts";
import type { NextResponse } from "./response.ts";

/** The second argument of a middleware and of an edge function. */
export interface NextFetchEvent {
  readonly request: Request;
  /** The file that runs. */
  readonly sourcePage: string;
  /** Keeps the process until this work is done, after the answer. */
  waitUntil(work: PromiseLike<unknown>): void;
  /** Nothing here is passed on: an error is answered 500. */
  passThroughOnException(): void;
}

/** What a middleware may return; nothing lets the request go on. */
export type NextMiddlewareResult = NextResponse | Response | null | undefined | void;

/** The function of `middleware.ts`. */
export type NextMiddleware = (
  request: NextRequest,
  event: NextFetchEvent,
) => NextMiddlewareResult | Promise<NextMiddlewareResult>;

/** The function of `proxy.ts`. */
export type NextProxy = NextMiddleware;

/** What a request must have, or must not have, for a rule to apply. */
export type RouteHas =
  | { type: "header" | "cookie" | "query"; key: string; value?: string }
  | { type: "host"; key?: undefined; value: string };

interface Matcher {
  source: string;
  locale?: false;
  has?: RouteHas[];
  missing?: RouteHas[];
}

/** `config` of `middleware.ts`. */
export interface MiddlewareConfig {
  /** The paths that it runs for. */
  matcher?: string | (string | Matcher)[];
  regions?: string | string[];
  runtime?: string;
  unstable_allowDynamic?: string | string[];
}

/** `config` of `proxy.ts`. */
export type ProxyConfig = MiddlewareConfig;

interface Rule {
  source: string;
  basePath?: false;
  locale?: false;
  has?: RouteHas[];
  missing?: RouteHas[];
}

/** `rewrites()` of next.config. */
export type Rewrite = Rule & { destination: string };

/** `redirects()` of next.config. */
export type Redirect = Rule & { destination: string } & (
    | { permanent: boolean; statusCode?: never }
    | { statusCode: 301 | 302 | 303 | 307 | 308; permanent?: never }
  );

/** `headers()` of next.config. */
export type Header = Rule & { headers: { key: string; value: string }[] };

/** What next.config exports. Options that an API has no use for may have any value. */
export interface NextConfig {
  /** A path before all routes: `/base`. */
  basePath?: string;
  /** Whether paths end in a slash. */
  trailingSlash?: boolean;
  /** Whether answers are compressed. */
  compress?: boolean;
  /** Endings of files that are routes, without a dot. */
  pageExtensions?: string[];
  /** Values that `process.env` has in routes. */
  env?: Record<string, string | undefined>;
  headers?: () => Promise<Header[]> | Header[];
  redirects?: () => Promise<Redirect[]> | Redirect[];
  rewrites?: () =>
    | Promise<Rewrite[] | { beforeFiles?: Rewrite[]; afterFiles?: Rewrite[]; fallback?: Rewrite[] }>
    | Rewrite[]
    | { beforeFiles?: Rewrite[]; afterFiles?: Rewrite[]; fallback?: Rewrite[] };
  /** The module whose class keeps answers and data: see docs/cache.md. */
  cacheHandler?: string;
  /** Bytes that are kept in memory. */
  cacheMaxMemorySize?: number;
  /** Seconds after which a stale answer is no longer sent. */
  expireTime?: number;
  /** `"export"` writes the static answers as files. */
  output?: "standalone" | "export";
  // oxlint-disable-next-line typescript/no-explicit-any -- as in Next, whose options are checked where they are used
  [option: string]: any;
}

/** What a pattern found, by the part of the URL. */
export interface URLPatternResult {
  readonly inputs: unknown[];
  readonly protocol: URLPatternPart;
  readonly username: URLPatternPart;
  readonly password: URLPatternPart;
  readonly hostname: URLPatternPart;
  readonly port: URLPatternPart;
  readonly pathname: URLPatternPart;
  readonly search: URLPatternPart;
  readonly hash: URLPatternPart;
}

export interface URLPatternPart {
  readonly input: string;
  readonly groups: Record<string, string | undefined>;
}

export interface URLPatternInit {
  protocol?: string;
  username?: string;
  password?: string;
  hostname?: string;
  port?: string;
  pathname?: string;
  search?: string;
  hash?: string;
  baseURL?: string;
}

/** A pattern of URLs (URL Pattern standard). */
export interface URLPattern {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  /** Whether a URL matches. */
  test(input?: URLPatternInit | string, baseURL?: string): boolean;
  /** What the groups of the pattern are in a URL; `null` where it does not match. */
  exec(input?: URLPatternInit | string, baseURL?: string): URLPatternResult | null;
}

export type URLPatternClass = new (input?: URLPatternInit | string, baseURL?: string) => URLPattern;

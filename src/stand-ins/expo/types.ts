/** Headers that cannot be changed. */
export type ImmutableHeaders = Headers;

/** A request whose headers cannot be changed, and whose body cannot be read. */
export type ImmutableRequest = Pick<
  Request,
  | "cache"
  | "credentials"
  | "destination"
  | "integrity"
  | "keepalive"
  | "method"
  | "mode"
  | "redirect"
  | "referrer"
  | "referrerPolicy"
  | "signal"
  | "url"
  | "headers"
  | "clone"
>;

/** The default export of `+middleware.ts`. */
export type MiddlewareFunction = (request: ImmutableRequest) => Promise<Response | void> | Response | void;

/** Which requests a middleware runs for. */
export interface MiddlewareMatcher {
  /** Paths (`/admin`), paths with params (`/posts/[id]`, `/blog/[...slug]`), or regular expressions. */
  patterns?: (string | RegExp)[];
  /** Default: all. */
  methods?: string[];
}

/** `unstable_settings` of `+middleware.ts`. */
export interface MiddlewareSettings {
  matcher?: MiddlewareMatcher;
}

/** A function of an API route. */
export type RequestHandler = (
  request: Request,
  params: Record<string, string>,
) => Response | Promise<Response>;

/** `loader` of a page. There is no request while pages are exported. */
export type LoaderFunction<T = any> = (
  request: ImmutableRequest | undefined,
  params: Record<string, string | string[]>,
) => Promise<T> | T;

/** The types of Astro that endpoints and middleware import, for projects without Astro. */
import type { SerializeOptions } from "cookie";

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Astro's own name for it
  namespace App {
    /** What a project keeps in `locals`: declare its members in a file of types. */
    // oxlint-disable-next-line typescript/no-empty-object-type, no-empty-interface -- projects add to it
    interface Locals {}
  }
}

export type ValidRedirectStatus = 300 | 301 | 302 | 303 | 304 | 307 | 308;
export type RewritePayload = string | URL | Request;
export type Params = Record<string, string | undefined>;
export type Props = Record<string, any>;

export type AstroCookieSetOptions = Omit<SerializeOptions, "encode"> & { encode?(value: string): string };
export type AstroCookieDeleteOptions = Omit<AstroCookieSetOptions, "expires" | "maxAge" | "encode">;

/** One cookie of a request. */
export interface AstroCookie {
  readonly value: string;
  json(): any;
  number(): number;
  boolean(): boolean;
}

/** The cookies of a request, and those to set with its answer. */
export interface AstroCookies {
  get(name: string, options?: { decode?(value: string): string }): AstroCookie | undefined;
  has(name: string): boolean;
  set(name: string, value: string | Record<string, any>, options?: AstroCookieSetOptions): void;
  delete(name: string, options?: AstroCookieDeleteOptions): void;
  headers(): Iterable<string>;
}

/** What an endpoint and a middleware get. */
export interface APIContext<GivenProps extends Props = Props, GivenParams extends Params = Params> {
  /** `site` of the config. */
  readonly site: URL | undefined;
  readonly generator: string;
  readonly url: URL;
  readonly request: Request;
  readonly params: GivenParams;
  /** Of `getStaticPaths`; empty in an endpoint that is answered live. */
  readonly props: GivenProps;
  readonly cookies: AstroCookies;
  /** What the middleware has set. */
  locals: App.Locals;
  readonly clientAddress: string;
  readonly routePattern: string;
  readonly originPathname: string;
  readonly isPrerendered: boolean;
  readonly currentLocale: string | undefined;
  readonly preferredLocale: string | undefined;
  readonly preferredLocaleList: string[] | undefined;
  redirect(path: string, status?: ValidRedirectStatus): Response;
  rewrite(target: RewritePayload): Promise<Response>;
}

/** An endpoint's function: `export const GET: APIRoute = (context) => …`. */
export type APIRoute<GivenProps extends Props = Props, GivenParams extends Params = Params> = (
  context: APIContext<GivenProps, GivenParams>,
) => Response | Promise<Response>;

export type MiddlewareNext = (target?: RewritePayload) => Promise<Response>;
export type MiddlewareHandler = (
  context: APIContext,
  next: MiddlewareNext,
  // oxlint-disable-next-line typescript/no-invalid-void-type -- a middleware may return nothing
) => Promise<Response> | Response | Promise<void> | void;

export interface Page<T = any> {
  data: T[];
  start: number;
  end: number;
  total: number;
  currentPage: number;
  size: number;
  lastPage: number;
  url: {
    current: string;
    prev: string | undefined;
    next: string | undefined;
    first: string | undefined;
    last: string | undefined;
  };
}

export interface GetStaticPathsItem {
  params: Record<string, string | number | undefined>;
  props?: Props;
}

export interface PaginateOptions {
  pageSize?: number;
  params?: Params;
  props?: Props;
  format?(url: string): string;
}

export interface GetStaticPathsOptions {
  paginate(data: readonly any[], options?: PaginateOptions): GetStaticPathsItem[];
  routePattern: string;
}

export type GetStaticPathsResult = GetStaticPathsItem[];
export type GetStaticPaths = (
  options: GetStaticPathsOptions,
) => GetStaticPathsResult | Promise<GetStaticPathsResult>;

type ItemOf<T extends (...args: any[]) => any> =
  Awaited<ReturnType<T>> extends readonly (infer I)[] ? I : never;
/** The params that a `getStaticPaths` gives. */
export type InferGetStaticParamsType<T> = T extends (...args: any[]) => any
  ? ItemOf<T> extends { params: infer P }
    ? P
    : never
  : never;
/** The props that a `getStaticPaths` gives. */
export type InferGetStaticPropsType<T> = T extends (...args: any[]) => any
  ? ItemOf<T> extends { props: infer P }
    ? P
    : never
  : never;

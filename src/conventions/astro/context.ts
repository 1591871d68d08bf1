import type { IncomingMessage } from "node:http";
import type { Params } from "../../routing/trie.ts";
import type { AstroConfig } from "./config.ts";
import { AstroCookies } from "./cookies.ts";
import { currentLocale, preferredLocale, preferredLocales } from "./locales.ts";
import { unsupported } from "./unsupported.ts";

/** What a rewrite takes: a path, a URL, or a Request. */
export type RewriteTarget = string | URL | Request;

/** Moves a call to another route without running it; the middleware of a `sequence` uses it between its steps. */
export const kRewrite: unique symbol = Symbol.for("pages-api.astro.rewrite") as never;

/** What a context is made of. */
export interface ContextParts {
  readonly config: AstroConfig;
  readonly site: URL | undefined;
  request: Request;
  params: Params;
  props: Record<string, unknown>;
  routePattern: string;
  /** The path by which the client came, decoded. */
  readonly originPath: string;
  readonly isPrerendered: boolean;
  readonly locals: object;
  readonly urlOf: (request: Request) => URL;
  readonly addressOf: () => string;
  readonly rewrite: (target: RewriteTarget) => Promise<Response>;
  readonly move: (target: RewriteTarget) => Promise<void>;
  /** The cookies of this call, made when they are first read. */
  cookies: AstroCookies | undefined;
}

/** The one argument of an endpoint and the first one of a middleware; one for all of a request. */
export type ApiContext = ReturnType<typeof createContext>;

const GENERATOR = "Astro v7 (pages-api)";

/** Makes a context. Its members are its own, so that it can be spread; what costs something is made on first read. */
export function createContext(parts: ContextParts) {
  let url: URL | undefined;
  let urlFor: Request | undefined;
  const { config } = parts;
  const language = (): string | null => parts.request.headers.get("accept-language");
  const hasLocales = config.locales.length > 0;
  return {
    params: parts.params as Record<string, string | undefined>,
    request: parts.request,
    props: parts.props as Record<string, any>,
    routePattern: parts.routePattern,
    isPrerendered: parts.isPrerendered,
    site: parts.site,
    generator: GENERATOR,
    get url(): URL {
      if (url === undefined || urlFor !== parts.request) {
        urlFor = parts.request;
        url = parts.urlOf(parts.request);
      }
      return url;
    },
    get cookies(): AstroCookies {
      return cookiesOf(parts);
    },
    get locals(): any {
      return parts.locals;
    },
    set locals(_value: any) {
      throw Object.assign(
        new TypeError("`locals` cannot be replaced. Set a member of it: locals.user = user."),
        {
          name: "LocalsReassigned",
        },
      );
    },
    get clientAddress(): string {
      return parts.addressOf();
    },
    get originPathname(): string {
      return parts.originPath;
    },
    get currentLocale(): string | undefined {
      if (!hasLocales) return undefined;
      const { locales, defaultLocale } = config;
      return currentLocale(this.url.pathname, this.params, locales, defaultLocale);
    },
    get preferredLocale(): string | undefined {
      return hasLocales ? preferredLocale(language(), config.locales) : undefined;
    },
    get preferredLocaleList(): string[] | undefined {
      return hasLocales ? preferredLocales(language(), config.locales) : undefined;
    },
    get session(): never {
      return unsupported(
        "context.session",
        "Keep a session in a store of your own, named by a cookie: context.cookies.",
      );
    },
    get cache(): never {
      return unsupported("context.cache", "Set Cache-Control on the Response.");
    },
    csp: undefined,
    logger: console,
    redirect: redirectTo,
    rewrite: (target: RewriteTarget) => parts.rewrite(target),
    getActionResult: () => undefined,
    callAction: () => unsupported("context.callAction", "Call the function behind the action itself."),
    [kRewrite]: (target: RewriteTarget) => parts.move(target),
  };
}

export function cookiesOf(parts: ContextParts): AstroCookies {
  return (parts.cookies ??= new AstroCookies(parts.request.headers.get("cookie")));
}

/** `context.redirect`: the location stays as it is written. */
function redirectTo(path: string | URL, status = 302): Response {
  return new Response(null, { status, headers: { Location: String(path) } });
}

/** The address of the client as its socket says it. */
export function socketAddress(req: IncomingMessage): string {
  return req.socket?.remoteAddress ?? "";
}

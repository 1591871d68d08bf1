import { inspect } from "node:util";
import { CONTEXT_ADVICE } from "../../stand-ins/astro/advice.ts";
import { UnsupportedAstroApi } from "../../stand-ins/astro/unsupported.ts";
import { FastResponse } from "../../web/fast-response.ts";
import type { AstroConfig } from "./config.ts";
import type { AstroCookies } from "./cookies.ts";
import { currentLocale, preferredLocale, preferredLocales } from "./locales.ts";

/** What a rewrite takes: a path, a URL, or a Request. */
export type RewriteTarget = string | URL | Request;

/** Moves a call to another route without running it; the middleware of a `sequence` uses it between its steps. */
export const kRewrite: unique symbol = Symbol.for("pages-api.astro.rewrite") as never;

/** The call that a context belongs to. What costs something is made when the context is asked for it. */
export interface ContextCall {
  readonly config: AstroConfig;
  readonly site: URL | undefined;
  readonly request: Request;
  readonly params: Record<string, string | undefined>;
  readonly props: Record<string, any>;
  readonly routePattern: string;
  readonly isPrerendered: boolean;
  readonly locals: object;
  readonly url: URL;
  readonly cookies: AstroCookies;
  readonly address: string;
  /** The path by which the client came, decoded. */
  readonly originPath: string;
  rewrite(target: RewriteTarget): Promise<Response>;
  move(target: RewriteTarget): Promise<void>;
}

const GENERATOR = "Astro v7 (pages-api)";
const kCall = Symbol("call");

/** The one argument of an endpoint and the first one of a middleware; one for all of a request. */
export class ApiContext {
  params: Record<string, string | undefined>;
  request: Request;
  props: Record<string, any>;
  routePattern: string;
  readonly isPrerendered: boolean;
  readonly site: URL | undefined;
  readonly generator = GENERATOR;
  readonly redirect = redirectTo;
  readonly getActionResult = nothing;
  readonly callAction = refuseAction;
  readonly csp = undefined;
  readonly logger = console;
  // Not private: what is asked for through a proxy has to find it.
  readonly [kCall]: ContextCall;

  constructor(call: ContextCall) {
    this.params = call.params;
    this.request = call.request;
    this.props = call.props;
    this.routePattern = call.routePattern;
    this.isPrerendered = call.isPrerendered;
    this.site = call.site;
    this[kCall] = call;
  }

  get url(): URL {
    return this[kCall].url;
  }

  get cookies(): AstroCookies {
    return this[kCall].cookies;
  }

  get locals(): any {
    return this[kCall].locals;
  }

  set locals(_value: any) {
    throw Object.assign(
      new TypeError("`locals` cannot be replaced. Set a member of it: locals.user = user."),
      {
        name: "LocalsReassigned",
      },
    );
  }

  get clientAddress(): string {
    return this[kCall].address;
  }

  get originPathname(): string {
    return this[kCall].originPath;
  }

  get currentLocale(): string | undefined {
    const { locales, defaultLocale } = this[kCall].config;
    if (locales.length === 0) return undefined;
    return currentLocale(this.url.pathname, this.params, locales, defaultLocale);
  }

  get preferredLocale(): string | undefined {
    const { locales } = this[kCall].config;
    return locales.length === 0 ? undefined : preferredLocale(languageOf(this), locales);
  }

  get preferredLocaleList(): string[] | undefined {
    const { locales } = this[kCall].config;
    return locales.length === 0 ? undefined : preferredLocales(languageOf(this), locales);
  }

  get rewrite(): (target: RewriteTarget) => Promise<Response> {
    return (target) => this[kCall].rewrite(target);
  }

  get session(): never {
    return refuse("session");
  }

  get cache(): never {
    return refuse("cache");
  }

  [kRewrite](target: RewriteTarget): Promise<void> {
    return this[kCall].move(target);
  }

  [inspect.custom](): object {
    const { logger: _logger, ...shown } = spreadable(this);
    return shown;
  }
}

/** Members that are made on first read. `session` and `cache` are not members to copy: they throw. */
const LAZY = [
  "url",
  "cookies",
  "locals",
  "clientAddress",
  "originPathname",
  "currentLocale",
  "preferredLocale",
  "preferredLocaleList",
  "rewrite",
];
const LAZY_NAMES: ReadonlySet<string | symbol> = new Set(LAZY);
const MEMBER: PropertyDescriptor = { value: undefined, writable: true, enumerable: true, configurable: true };

const SPREAD: ProxyHandler<ApiContext> = {
  ownKeys(context) {
    const names = new Set([...Reflect.ownKeys(context), ...LAZY]);
    names.delete(kCall);
    return [...names];
  },
  getOwnPropertyDescriptor: (context, name) =>
    Reflect.getOwnPropertyDescriptor(context, name) ?? (LAZY_NAMES.has(name) ? MEMBER : undefined),
};

/**
 * A context whose lazy members are its own for whoever copies it: `{ ...context, user }` has them all, as in Astro. Real
 * getters of its own would take 6 µs for each request, a third of a small answer; this takes 0.1 µs.
 */
export function spreadable(context: ApiContext): ApiContext {
  return new Proxy(context, SPREAD);
}

function languageOf(context: ApiContext): string | null {
  return context[kCall].request.headers.get("accept-language");
}

/** `context.redirect`: the location stays as it is written. */
function redirectTo(path: string | URL, status = 302): Response {
  return new FastResponse(null, { status, headers: { Location: String(path) } });
}

function nothing(): undefined {
  return undefined;
}

function refuseAction(): never {
  return refuse("callAction");
}

/** @throws UnsupportedAstroApi that says what to use instead */
function refuse(name: keyof typeof CONTEXT_ADVICE): never {
  throw new UnsupportedAstroApi(`context.${name}`, CONTEXT_ADVICE[name]);
}

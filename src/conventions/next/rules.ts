import { readCustomRoutes, type I18n } from "./custom-routes.ts";
import type { Services, Stage, Surroundings, Verdict } from "../../convention.ts";
import { adopt } from "../../http/adopt.ts";
import { kSettings, type ResponseSettings, type SettledResponse } from "../../http/outgoing.ts";
import { createForward, type Forward } from "../../rules/proxy.ts";
import {
  compileHeaders,
  compileRedirects,
  compileRewrites,
  type HeaderRule,
  type RedirectRule,
  type RewriteRule,
} from "../../rules/stages.ts";
import { configError, type LoadedConfig } from "./config.ts";
import { pathsOf } from "./paths.ts";

/** A line of what is applied to requests, for `pages-api routes`. */
export interface RuleLine {
  readonly kind: "header" | "redirect" | "rewrite before files" | "rewrite" | "rewrite last";
  readonly rule: HeaderRule | RedirectRule | RewriteRule;
}

/** What next.config puts round the routes. */
export interface NextRules extends Pick<Surroundings, "target" | "own" | "route" | "forwards"> {
  readonly before: readonly Stage[];
  /** Behind the middleware. */
  readonly beforeFiles: readonly Stage[];
  readonly afterFiles: readonly Stage[];
  readonly fallback: readonly Stage[];
  readonly lines: readonly RuleLine[];
  readonly forward: Forward;
  readonly basePath: string;
  readonly locales: readonly string[] | undefined;
}

/**
 * Reads base path, slashes, locales, headers, redirects and rewrites of a next.config.
 *
 * @throws RouteError NEXT_CONFIG for what is none of them
 */
export async function readRules({ raw, file }: LoadedConfig, services: Services): Promise<NextRules> {
  const experimental = Object(raw["experimental"]) as Readonly<Record<string, unknown>>;
  const basePath = basePathOf(raw["basePath"], file);
  const i18n = raw["i18n"] ? i18nOf(raw["i18n"], file) : undefined;
  const paths = pathsOf({
    basePath,
    i18n,
    trailingSlash: raw["trailingSlash"] === true,
    skipTrailingSlashRedirect: raw["skipTrailingSlashRedirect"] === true,
  });
  const warn = (message: string): void => services.logger.warn(message);
  const rules = await readCustomRoutes(raw, { basePath, i18n, file, warn });
  const options = { sensitive: experimental["caseSensitiveRoutes"] === true, view: paths.view };
  const forward = preparing(
    createForward({
      timeout: experimental["proxyTimeout"] as number | null | undefined,
      agent: raw["httpAgentOptions"] as object | undefined,
    }),
    services,
  );
  const rewrites = (name: string, list: readonly RewriteRule[], chained: boolean): Stage[] =>
    list.length === 0 ? [] : [{ name, run: compileRewrites(list, { ...options, chained, forward }) }];
  const all = [rules.beforeFiles, rules.afterFiles, rules.fallback];
  return {
    target: paths.target,
    own: paths.own,
    route: paths.route,
    forwards: all.flat().some(({ destination }) => !destination.startsWith("/")),
    before: clientStages(rules, options),
    beforeFiles: rewrites("rewrites before files", rules.beforeFiles, true),
    afterFiles: rewrites("rewrites", rules.afterFiles, false),
    fallback: rewrites("last rewrites", rules.fallback, false),
    lines: [
      ...rules.headers.map((rule) => ({ kind: "header", rule }) as const),
      ...rules.redirects.map((rule) => ({ kind: "redirect", rule }) as const),
      ...rules.beforeFiles.map((rule) => ({ kind: "rewrite before files", rule }) as const),
      ...rules.afterFiles.map((rule) => ({ kind: "rewrite", rule }) as const),
      ...rules.fallback.map((rule) => ({ kind: "rewrite last", rule }) as const),
    ],
    forward,
    basePath,
    locales: i18n?.locales,
  };
}

/** Headers are none of a redirect's: that comes first. */
function clientStages(
  {
    headers,
    redirects,
  }: { readonly headers: readonly HeaderRule[]; readonly redirects: readonly RedirectRule[] },
  options: Parameters<typeof compileHeaders>[1],
): Stage[] {
  const stages: Stage[] = [];
  if (redirects.length > 0) stages.push({ name: "redirects", run: compileRedirects(redirects, options) });
  if (headers.length > 0) {
    const set = compileHeaders(headers, options);
    const run: Stage["run"] = (req, res, url, exists): Verdict => {
      set(req, res, url, exists);
      return undefined;
    };
    stages.push({ name: "headers", run });
  }
  return stages;
}

/** What comes from another server is compressed like what comes from a route. */
function preparing(forward: Forward, services: Services): Forward {
  let settings: ResponseSettings | undefined;
  return (req, res, target) => {
    const { compress, dev, logger } = services;
    settings ??= { compress, dev, logger, preview: services.preview(), responseLimit: Infinity };
    adopt(req, res);
    (res as SettledResponse)[kSettings] = settings;
    return forward(req, res, target);
  };
}

function basePathOf(value: unknown, file: string): string {
  if (value === undefined || value === "" || value === null) return "";
  if (typeof value === "string" && /^\/.*[^/]$/.test(value)) return value;
  throw configError(
    file,
    `\`basePath\` is ${JSON.stringify(value)}. Write a path that begins with / and does not end with it.`,
  );
}

function i18nOf(value: unknown, file: string): I18n {
  const { locales, defaultLocale } = value as Partial<I18n>;
  if (Array.isArray(locales) && typeof defaultLocale === "string" && locales.includes(defaultLocale)) {
    return { locales, defaultLocale };
  }
  throw configError(file, "`i18n` needs `locales`, and a `defaultLocale` that is one of them.");
}

import { type CustomRoutes, type I18n, readCustomRoutes } from "./custom-routes.ts";
import type { ProjectNote, Services, Stage, StageLine, Surroundings } from "../../convention.ts";
import { adopt } from "../../api/adopt.ts";
import { kSettings } from "../../http/settings.ts";
import type { ResponseSettings, RouteResponse } from "../../api/response-settings.ts";
import type { Forward, ForwardOptions } from "../../rules/forward.ts";
import { createForward } from "../../rules/proxy.ts";
import { lineOf } from "../../rules/line.ts";
import { compileHeaders } from "../../rules/headers.ts";
import { compileRedirects } from "../../rules/redirects.ts";
import { compileRewrites, type RewriteRule } from "../../rules/rewrites.ts";
import type { RuleOptions, View } from "../../rules/stage.ts";
import { invalidOption, type LoadedConfig, numberOf, objectOf } from "./config.ts";
import type { Mistakes } from "../../error.ts";
import { pathsOf } from "./paths.ts";
import { responseSettings } from "../response-settings.ts";

/** What next.config puts round the routes. */
export interface NextRules extends Pick<Surroundings, "target" | "own" | "route" | "forwards"> {
  readonly before: readonly Stage[];
  /** Behind the middleware. */
  readonly beforeFiles: readonly Stage[];
  readonly afterFiles: readonly Stage[];
  readonly fallback: readonly Stage[];
  /** What is done before the middleware, and behind it. */
  readonly lines: { readonly before: readonly StageLine[]; readonly after: readonly StageLine[] };
  readonly forward: Forward;
  readonly basePath: string;
  readonly trailingSlash: boolean;
  readonly i18n: I18n | undefined;
  readonly view: View;
  readonly notes: readonly ProjectNote[];
}

/**
 * Reads base path, slashes, locales, headers, redirects and rewrites of a next.config.
 *
 * @param mistakes gets a RouteError NEXT_CONFIG for each one that is invalid
 */
export async function readRules(
  { raw, file }: LoadedConfig,
  services: Services,
  mistakes: Mistakes,
): Promise<NextRules> {
  const experimental = Object(raw["experimental"]) as Readonly<Record<string, unknown>>;
  const basePath = mistakes.attempt(() => basePathOf(raw["basePath"], file), "");
  const i18n = raw["i18n"] ? mistakes.attempt(() => i18nOf(raw["i18n"], file), undefined) : undefined;
  const trailingSlash = raw["trailingSlash"] === true;
  const paths = pathsOf({
    basePath,
    i18n,
    trailingSlash,
    skipTrailingSlashRedirect: raw["skipTrailingSlashRedirect"] === true,
  });
  const notes: ProjectNote[] = [];
  const note = (each: ProjectNote): void => void notes.push(each);
  const rules = await readCustomRoutes(raw, { basePath, i18n, file, note, mistakes });
  const options = { sensitive: experimental["caseSensitiveRoutes"] === true, view: paths.view };
  const forward = preparing(createForward(forwardOptions({ raw, file }, mistakes)), services);
  const rewrites = (kind: string, list: readonly RewriteRule[], chained: boolean): Stage[] =>
    list.length === 0
      ? []
      : [{ name: kind, ...compileRewrites(list, { ...options, kind, chained, forward }) }];
  const all = [rules.beforeFiles, rules.afterFiles, rules.fallback];
  return {
    target: paths.target,
    own: paths.own,
    route: paths.route,
    forwards: all.flat().some(({ destination }) => !destination.startsWith("/")),
    before: stagesBefore(rules, options),
    beforeFiles: rewrites("rewrite before files", rules.beforeFiles, true),
    afterFiles: rewrites("rewrite", rules.afterFiles, false),
    fallback: rewrites("rewrite last", rules.fallback, false),
    lines: linesOf(rules, basePath),
    forward,
    basePath,
    trailingSlash,
    i18n,
    view: paths.view,
    notes,
  };
}

/** What applies before the middleware. A redirect has none of the headers. */
function stagesBefore({ redirects, headers }: CustomRoutes, options: RuleOptions): Stage[] {
  const stages: Stage[] = [];
  if (redirects.length > 0) stages.push({ name: "redirect", ...compileRedirects(redirects, options) });
  if (headers.length > 0) stages.push({ name: "header", ...compileHeaders(headers, options) });
  return stages;
}

function forwardOptions(
  { raw, file }: Pick<LoadedConfig, "raw" | "file">,
  mistakes: Mistakes,
): ForwardOptions {
  const { proxyTimeout } = Object(raw["experimental"]) as Readonly<Record<string, unknown>>;
  const { httpAgentOptions } = raw;
  return {
    timeout: mistakes.attempt(() => timeoutOf(proxyTimeout, file), undefined),
    agent: mistakes.attempt(
      () => objectOf(file, "httpAgentOptions", httpAgentOptions, "{ keepAlive: true }"),
      undefined,
    ),
  };
}

function timeoutOf(value: unknown, file: string): number | null | undefined {
  return value === null ? null : numberOf(file, "experimental.proxyTimeout", value, "milliseconds");
}

/** In the order in which they apply, with the middleware between `before` and `after`. */
function linesOf(
  { redirects, headers, beforeFiles, afterFiles, fallback }: CustomRoutes,
  basePath: string,
): NextRules["lines"] {
  const place = (does: string): StageLine => ({ kind: "routes", source: "", does, when: [] });
  const last = [
    ...(afterFiles.length + fallback.length === 0 ? [] : [place("without params")]),
    ...afterFiles.map((rule) => lineOf("rewrite", rule)),
    ...(afterFiles.length + fallback.length === 0 ? [] : [place("with params")]),
    ...fallback.map((rule) => lineOf("rewrite last", rule)),
  ];
  return {
    before: [
      ...(basePath === "" ? [] : [{ kind: "base path", source: "", does: basePath, when: [] }]),
      ...redirects.map((rule) => lineOf("redirect", rule)),
      ...headers.map((rule) => lineOf("header", rule)),
    ],
    after: [...beforeFiles.map((rule) => lineOf("rewrite before files", rule)), ...last],
  };
}

/** What comes from another server is compressed like what comes from a route. */
function preparing(forward: Forward, services: Services): Forward {
  let settings: ResponseSettings | undefined;
  return (req, res, target) => {
    settings ??= responseSettings(services);
    adopt(req, res);
    (res as RouteResponse)[kSettings] = settings;
    return forward(req, res, target);
  };
}

function basePathOf(value: unknown, file: string): string {
  if (value === undefined || value === "" || value === null) return "";
  if (typeof value === "string" && /^\/.*[^/]$/.test(value)) return value;
  throw invalidOption(
    file,
    "basePath",
    `\`basePath\` is ${JSON.stringify(value)}. Write a path that begins with / and does not end with it.`,
  );
}

function i18nOf(value: unknown, file: string): I18n {
  const { locales, defaultLocale, domains } = value as Partial<I18n>;
  if (domains !== undefined && !isDomains(domains)) {
    throw invalidOption(file, "i18n.domains", "`i18n.domains` is an array of { domain, defaultLocale }.");
  }
  if (Array.isArray(locales) && typeof defaultLocale === "string" && locales.includes(defaultLocale)) {
    return { locales, defaultLocale, domains };
  }
  throw invalidOption(file, "i18n", "`i18n` needs `locales`, and a `defaultLocale` that is one of them.");
}

function isDomains(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each) => {
      const { domain, defaultLocale } = Object(each) as { domain?: unknown; defaultLocale?: unknown };
      return typeof domain === "string" && typeof defaultLocale === "string";
    })
  );
}

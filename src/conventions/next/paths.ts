import type { IncomingMessage } from "node:http";
import { sentHeaders } from "../../http/incoming.ts";
import { domainOf } from "../../stand-ins/next/url.ts";
import type { ReadTarget, Target } from "../../http/target.ts";
import { encodePath, parseTarget } from "../../http/target.ts";
import type { View } from "../../rules/stage.ts";
import type { I18n } from "./custom-routes.ts";

export interface PathOptions {
  /** Such as `/docs`, or empty. */
  readonly basePath: string;
  readonly trailingSlash: boolean;
  readonly skipTrailingSlashRedirect: boolean;
  readonly i18n: I18n | undefined;
}

/** How request targets, rules and routes see the paths of a project. */
export interface Paths {
  /** `undefined` for Next's default: no slash at the end. */
  readonly target: ReadTarget | undefined;
  /** The path and query that a route gets as `req.url`: without base path and locale. */
  readonly own: ((url: string) => string) | undefined;
  /** The path that the routes know, or `undefined` where it can be none of them. */
  readonly route: ((path: string, isRewritten: boolean) => string | undefined) | undefined;
  readonly view: View;
}

/** Decides once how paths are read. */
export function pathsOf(options: PathOptions): Paths {
  const { basePath, trailingSlash, skipTrailingSlashRedirect, i18n } = options;
  const keepsSlash = trailingSlash || skipTrailingSlashRedirect;
  const plain = basePath === "" && !keepsSlash && i18n === undefined;
  const localeOf = localeReader(i18n);

  /** Without the base path, where the path is below it. */
  function below(path: string): string | undefined {
    if (basePath === "") return path;
    if (!path.startsWith(basePath)) return undefined;
    const rest = path.slice(basePath.length);
    if (rest === "" || rest[0] === "?") return `/${rest}`;
    return rest[0] === "/" ? rest : undefined;
  }

  function own(url: string): string {
    const inner = below(url) ?? url;
    const locale = localeOf(inner);
    if (locale === undefined) return inner;
    const rest = inner.slice(locale.length + 1);
    return rest.startsWith("/") ? rest : `/${rest}`;
  }

  function route(path: string, isRewritten: boolean): string | undefined {
    const inner = below(path);
    if (inner === undefined) return undefined;
    // An API has no locale in its paths; only a rewrite may have left one there.
    if (!isRewritten && localeOf(inner) !== undefined) return undefined;
    const last = own(path);
    return keepsSlash || isRewritten ? withoutSlash(last) : last;
  }

  return {
    target: keepsSlash ? (url) => slashedTarget(url, trailingSlash && !skipTrailingSlashRedirect) : undefined,
    own: basePath === "" && i18n === undefined ? undefined : own,
    route: plain ? undefined : route,
    view: i18n === undefined ? { of: same, back: same } : localeView({ ...options, i18n, below, localeOf }),
  };
}

interface LocaleOptions extends Pick<PathOptions, "basePath" | "trailingSlash"> {
  readonly i18n: I18n;
  /** Without the base path, where the path is below it. */
  below(path: string): string | undefined;
  localeOf(path: string): string | undefined;
}

/** How rules see paths where there are locales: each path has one. */
function localeView({ basePath, trailingSlash, i18n, below, localeOf }: LocaleOptions): View {
  /** The locale of paths that have none: that of the domain, if it has one of its own. */
  function defaultOf(req: IncomingMessage): string {
    return domainOf(i18n, sentHeaders(req).host)?.defaultLocale ?? i18n.defaultLocale;
  }

  /** With the default locale, where the path has none. */
  function withLocale(url: string, req: IncomingMessage): string {
    const inner = below(url);
    const rest = inner ?? url;
    if (localeOf(rest) !== undefined) return url;
    const isRoot = rest === "/" || rest.startsWith("/?");
    const path = isRoot && !trailingSlash ? rest.slice(1) : rest;
    return `${inner === undefined ? "" : basePath}/${defaultOf(req)}${path}`;
  }

  function withoutDefault(url: string, req: IncomingMessage): string {
    const inner = below(url);
    const rest = inner ?? url;
    const locale = defaultOf(req);
    if (localeOf(rest)?.toLowerCase() !== locale.toLowerCase()) return url;
    const path = rest.slice(locale.length + 1);
    return `${inner === undefined ? "" : basePath}${path.startsWith("/") ? path : `/${path}`}`;
  }

  return { of: withLocale, back: withoutDefault };
}

function same(url: string): string {
  return url;
}

/** The path that routes know where no option says another one: rules may have put a slash at its end. */
export function plainRoute(path: string, isRewritten: boolean): string {
  return isRewritten ? withoutSlash(path) : path;
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Gives the locale that a path begins with, as it is written there. */
function localeReader(i18n: I18n | undefined): (path: string) => string | undefined {
  if (i18n === undefined) return () => undefined;
  const locales = new Set(i18n.locales.map((locale) => locale.toLowerCase()));
  return (path) => {
    const [first = ""] = path.slice(1).split(/[/?]/, 1);
    return locales.has(first.toLowerCase()) ? first : undefined;
  };
}

/** Next leaves the slashes of these paths alone. */
const WELL_KNOWN = "/.well-known";

/** Whether a path looks like that of a file: its last segment has an extension. */
function isFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 && /^\w+$/.test(name.slice(dot + 1));
}

/** A slash at the end, or a dot segment, which stands for a folder. */
const FOLDER_END = /[/\\](?:(?:\.|%2e){1,2})?$/i;

/** Reads a target whose slash at the end counts. `trailingSlash` asks for one, but for what looks like a file. */
function slashedTarget(url: string, redirects: boolean): Target {
  const read = parseTarget(url);
  const end = endOf(url);
  const hadSlash = end > 1 && FOLDER_END.test(url.slice(0, end));
  const kept = hadSlash && read.path !== "/" ? `${read.path}/` : read.path;
  const isCollapsed = /[/\\]{2}|\\/.test(url.slice(0, end).replace(/^[a-z][a-z0-9+.-]*:\/\//i, ""));
  const query = url.slice(end).split("#", 1)[0]!;
  if (isCollapsed) return { path: read.path, redirect: `${encodePath(kept)}${query === "?" ? "" : query}` };
  if (!redirects || kept.startsWith(WELL_KNOWN)) return { path: kept, redirect: undefined };
  const last = read.path.slice(read.path.lastIndexOf("/") + 1);
  if (hadSlash && isFile(read.path))
    return { path: kept, redirect: encodePath(read.path) + (query === "?" ? "" : query) };
  if (!hadSlash && last !== "" && !last.includes(".")) {
    return { path: kept, redirect: `${encodePath(kept)}/${query === "?" ? "" : query}` };
  }
  return { path: kept, redirect: undefined };
}

function endOf(url: string): number {
  const end = url.search(/[?#]/);
  return end === -1 ? url.length : end;
}

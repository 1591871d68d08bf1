import type { Condition } from "../../rules/conditions.ts";
import { INTERNAL_LOCALE } from "../../rules/destination.ts";
import { isSlowPattern, isSlowValue } from "../../rules/backtracking.ts";
import { compilePattern } from "../../rules/pattern.ts";
import type { HeaderRule } from "../../rules/headers.ts";
import type { RedirectRule } from "../../rules/redirects.ts";
import type { RewriteRule } from "../../rules/rewrites.ts";
import type { UrlLocales } from "../../stand-ins/next/url.ts";
import type { ProjectNote } from "../../convention.ts";
import type { Mistakes } from "../../error.ts";
import { configError, type RawConfig } from "./config.ts";
import { slowPatternNote } from "./config-notes.ts";

export type I18n = UrlLocales;

/** The rules of a next.config, with base path and locales in their sources and destinations. */
export interface CustomRoutes {
  readonly headers: readonly HeaderRule[];
  readonly redirects: readonly RedirectRule[];
  readonly beforeFiles: readonly RewriteRule[];
  readonly afterFiles: readonly RewriteRule[];
  readonly fallback: readonly RewriteRule[];
}

interface WrittenRule {
  readonly source: string;
  readonly destination?: string;
  readonly basePath?: false;
  readonly locale?: false;
  readonly has?: readonly Condition[];
  readonly missing?: readonly Condition[];
  readonly headers?: HeaderRule["headers"];
  readonly permanent?: boolean;
  readonly statusCode?: number;
}

interface Place {
  readonly basePath: string;
  readonly i18n: I18n | undefined;
  readonly file: string;
  readonly note: (note: ProjectNote) => void;
  readonly mistakes: Mistakes;
}

const STATUSES = [301, 302, 303, 307, 308];
const CONDITIONS: readonly string[] = ["header", "cookie", "query", "host"];

/**
 * Calls `headers()`, `redirects()` and `rewrites()` of a next.config.
 *
 * A mistake is a RouteError NEXT_CONFIG for each rule that is invalid, which it shows.
 */
export async function readCustomRoutes(raw: RawConfig, place: Place): Promise<CustomRoutes> {
  const [headers, redirects, rewrites] = await Promise.all(
    ["headers", "redirects", "rewrites"].map((name) => call(raw, name, place)),
  );
  const kinds = Array.isArray(rewrites) ? { afterFiles: rewrites } : Object(rewrites);
  const { beforeFiles, afterFiles, fallback } = kinds as Readonly<Record<string, unknown>>;
  const rewritesOf = (rules: unknown): RewriteRule[] =>
    placed(rulesOf(rules, "rewrites", place), place).map((rule) => ({
      ...rule,
      destination: rule.destination!,
    }));
  return {
    headers: placed(rulesOf(headers, "headers", place), place).map((rule) => ({
      ...rule,
      headers: rule.headers!,
    })),
    redirects: placed(rulesOf(redirects, "redirects", place), place, true).map((rule) => ({
      ...rule,
      destination: rule.destination!,
      statusCode: rule.statusCode ?? (rule.permanent ? 308 : 307),
    })),
    beforeFiles: rewritesOf(beforeFiles),
    afterFiles: rewritesOf(afterFiles),
    fallback: rewritesOf(fallback),
  };
}

async function call(raw: RawConfig, name: string, { file, mistakes }: Place): Promise<unknown> {
  const value = raw[name];
  if (value === undefined || value === null) return [];
  if (typeof value !== "function") {
    const what = `\`${name}\` is not a function. Write: async ${name}() { return […]; }`;
    mistakes.add(configError(file, what, undefined, name));
    return [];
  }
  try {
    return await (value as () => unknown).call(raw);
  } catch (cause) {
    mistakes.add(configError(file, `${name}() failed`, cause));
    return [];
  }
}

type Kind = "headers" | "redirects" | "rewrites";

function rulesOf(rules: unknown, kind: Kind, { file, note, basePath, mistakes }: Place): WrittenRule[] {
  if (rules === undefined || rules === null) return [];
  if (!Array.isArray(rules)) {
    mistakes.add(configError(file, `${kind}() does not return an array of rules.`, undefined, kind));
    return [];
  }
  return rules.flatMap((rule: WrittenRule) => {
    const wrong = faultOf(rule, kind, basePath);
    if (wrong !== undefined) {
      mistakes.add(configError(file, `${kind}(): ${wrong} In ${JSON.stringify(rule)}`, undefined, kind));
      return [];
    }
    const conditions = [rule.has ?? [], rule.missing ?? []].flat();
    if (isSlowPattern(rule.source) || conditions.some(({ value }) => value && isSlowValue(value)))
      note(slowPatternNote(file, `${kind}()`, rule.source));
    return rule;
  });
}

/** What is wrong with a rule, if anything. */
function faultOf(rule: WrittenRule, kind: Kind, basePath: string): string | undefined {
  if (typeof rule !== "object" || rule === null) return "a rule needs to be an object.";
  const { source, destination, headers, statusCode, permanent } = rule;
  if (typeof source !== "string" || !source.startsWith("/"))
    return "`source` needs to be a path that begins with /.";
  for (const condition of [rule.has ?? [], rule.missing ?? []].flat()) {
    if (!CONDITIONS.includes(condition.type))
      return `the type of a condition needs to be one of ${CONDITIONS.join(", ")}.`;
    if (condition.type !== "host" && typeof condition.key !== "string") return "a condition needs a `key`.";
  }
  try {
    compilePattern(source);
  } catch (error) {
    return `\`source\` is not a path pattern (${(error as Error).message}).`;
  }
  if (kind === "headers") {
    const isList =
      Array.isArray(headers) &&
      headers.every(({ key, value }) => typeof key === "string" && typeof value === "string");
    return isList ? undefined : "`headers` needs to be an array of { key, value }.";
  }
  if (typeof destination !== "string" || !/^(?:\/|https?:\/\/)/.test(destination)) {
    return "`destination` needs to be a path that begins with /, or an http(s) URL.";
  }
  if (kind === "rewrites") {
    return rule.basePath === false && basePath !== "" && destination.startsWith("/")
      ? "with `basePath: false` the destination needs to be a URL of another server."
      : undefined;
  }
  if (statusCode !== undefined)
    return STATUSES.includes(statusCode)
      ? undefined
      : `\`statusCode\` needs to be one of ${STATUSES.join(", ")}.`;
  return typeof permanent === "boolean" ? undefined : "`permanent` needs to be true or false.";
}

/** Puts base path and locales where Next puts them. */
function placed(
  rules: readonly WrittenRule[],
  { basePath, i18n }: Place,
  areRedirects = false,
): WrittenRule[] {
  return rules.flatMap((rule) => {
    const before = rule.basePath === false ? "" : basePath;
    const isLocal = rule.destination?.startsWith("/") === true;
    const to = isLocal ? before : "";
    const based = (source: string, destination = rule.destination): WrittenRule => ({
      ...rule,
      source: before + (source === "/" && before !== "" ? "" : source),
      ...(destination !== undefined && {
        destination: to + (destination === "/" && to !== "" ? "" : destination),
      }),
    });
    if (i18n === undefined || rule.locale === false) return [based(rule.source)];
    const tail = rule.source === "/" ? "" : rule.source;
    const locales = i18n.locales.map((locale) => locale.replaceAll(/[^\w]/g, String.raw`\$&`)).join("|");
    const any = based(
      `/:${INTERNAL_LOCALE}(${locales})${tail}`,
      isLocal ? `/:${INTERNAL_LOCALE}${rule.destination === "/" ? "" : rule.destination}` : rule.destination,
    );
    if (!areRedirects || !isLocal) return [any];
    const ofDomains = (i18n.domains ?? []).map(({ domain, defaultLocale, http }) => ({
      ...rule,
      source: `${before}/${defaultLocale}${tail}`,
      destination: `${http === true ? "http" : "https"}://${domain}${before}${rule.destination}`,
    }));
    return [...ofDomains, based(`/${i18n.defaultLocale}${tail}`), any];
  });
}

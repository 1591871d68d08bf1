import { INTERNAL_LOCALE } from "../../rules/destination.ts";
import { isSlowPattern, isSlowValue } from "../../rules/backtracking.ts";
import { faultOf, type RuleKind, rewritesFault, type WrittenRule } from "./rule-faults.ts";
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

interface Place {
  readonly basePath: string;
  readonly i18n: I18n | undefined;
  readonly file: string;
  readonly note: (note: ProjectNote) => void;
  readonly mistakes: Mistakes;
}

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
  const wrong = rewritesFault(kinds);
  if (wrong !== undefined) place.mistakes.add(configError(place.file, wrong, undefined, "rewrites"));
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

function rulesOf(rules: unknown, kind: RuleKind, { file, note, basePath, mistakes }: Place): WrittenRule[] {
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

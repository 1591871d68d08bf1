import type { Locale } from "./config.ts";

interface Wanted {
  readonly name: string;
  readonly quality: number;
}

/** What of an Accept-Language header (RFC 9110 section 12.5.4) the project speaks, the client's first choice first. */
function wantedOf(header: string, locales: readonly Locale[]): Wanted[] {
  const spoken = new Set(codesOf(locales).map(normal));
  return header
    .split(",")
    .map((item): Wanted => {
      const [name = "", weight] = item.split(";").map((text) => text.trim());
      const quality = weight?.startsWith("q=") === true ? Number.parseFloat(weight.slice(2)) : NaN;
      const usual = name === "*" ? 0 : 1;
      return { name, quality: quality <= 1 ? quality : usual };
    })
    .filter(({ name }) => name === "*" || spoken.has(normal(name)))
    .toSorted((a, b) => b.quality - a.quality);
}

/** The locale of the project that the client likes best. */
export function preferredLocale(header: string | null, locales: readonly Locale[]): string | undefined {
  if (header === null) return undefined;
  const first = wantedOf(header, locales)[0];
  if (first === undefined || first.name === "*") return undefined;
  return codesOf(locales).find((code) => normal(code) === normal(first.name));
}

/** All locales of the project that the client takes, in its order; all of the project's where it takes any. */
export function preferredLocales(header: string | null, locales: readonly Locale[]): string[] {
  if (header === null) return [];
  const wanted = wantedOf(header, locales);
  if (wanted.length === 1 && wanted[0]!.name === "*") return codesOf(locales);
  return wanted.flatMap(({ name }) => codesOf(locales).filter((code) => normal(code) === normal(name)));
}

/** The locale that a path or a param names, or the default. */
export function currentLocale(
  path: string,
  params: Readonly<Record<string, string | undefined>>,
  locales: readonly Locale[],
  defaultLocale: string | undefined,
): string | undefined {
  const texts = [...Object.values(params), ...path.split("/")];
  for (const text of texts) {
    if (text === undefined || text === "") continue;
    const found = locales.find((locale) => isNamed(locale, text));
    if (found !== undefined) return typeof found === "string" ? found : found.codes[0];
  }
  const main = locales.find(
    (locale) => (typeof locale === "string" ? locale : locale.path) === defaultLocale,
  );
  return typeof main === "object" ? main.codes[0] : defaultLocale;
}

function isNamed(locale: Locale, text: string): boolean {
  if (typeof locale === "string") return normal(locale) === normal(text);
  return locale.path === text || locale.codes.some((code) => normal(code) === normal(text));
}

function codesOf(locales: readonly Locale[]): string[] {
  return locales.flatMap((locale) => (typeof locale === "string" ? [locale] : locale.codes));
}

function normal(name: string): string {
  return name.replaceAll("_", "-").toLowerCase();
}

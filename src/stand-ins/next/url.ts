import { InvalidUrl } from "./unsupported.ts";

/** `i18n` of next.config, as far as URLs are concerned. */
export interface UrlLocales {
  readonly locales: readonly string[];
  readonly defaultLocale: string;
  readonly domains?: readonly DomainLocale[] | undefined;
}

export interface DomainLocale {
  readonly domain: string;
  readonly defaultLocale: string;
  readonly locales?: readonly string[];
  readonly http?: true;
}

export interface UrlOptions {
  /** It has no part in a URL that does not start with it. */
  readonly basePath?: string | undefined;
  readonly i18n?: UrlLocales | undefined;
  /** The host that was asked for, which may be one of a locale. */
  readonly host?: string | undefined;
}

/** A URL with the members that Next adds. Its pathname is without the base path and the locale, which `href` has. */
export class NextURL extends URL {
  readonly basePath: string;
  readonly #options: UrlOptions;
  #locale: string | undefined;

  constructor(url: string, options: UrlOptions = {}) {
    super(url);
    const { basePath = "", i18n } = options;
    this.#options = options;
    this.basePath = basePath !== "" && isBelow(pathOf(this), basePath) ? basePath : "";
    if (i18n === undefined) return;
    const path = this.pathname;
    const first = path.split("/", 2)[1]!.toLowerCase();
    const found = i18n.locales.find((locale) => locale.toLowerCase() === first);
    this.#locale = found ?? this.defaultLocale;
    // Some have none in their text, such as those of an API.
    this.pathname = found === undefined ? path : path.slice(found.length + 1);
  }

  // Accessors, not members: they cost a request nothing.
  get buildId(): string | undefined {
    return undefined;
  }

  get locale(): string {
    return this.#locale ?? "";
  }

  /** @throws TypeError for one that next.config does not have */
  set locale(locale: string) {
    if (this.#options.i18n?.locales.includes(locale) !== true) {
      throw new TypeError(`The NextURL configuration includes no locale "${locale}"`);
    }
    const path = this.pathname;
    this.#locale = locale;
    this.pathname = path;
  }

  get defaultLocale(): string | undefined {
    return this.domainLocale?.defaultLocale ?? this.#options.i18n?.defaultLocale;
  }

  get domainLocale(): DomainLocale | undefined {
    const { host, i18n } = this.#options;
    const name = host?.split(":", 1)[0]!.toLowerCase();
    return i18n?.domains?.find(({ domain }) => domain.split(":", 1)[0]!.toLowerCase() === name);
  }

  /** A copy that can be changed without changing this one. */
  clone(): NextURL {
    const copy = new NextURL(this.href, { ...this.#options, basePath: this.basePath });
    copy.#locale = this.#locale;
    return copy;
  }

  /** What the text of a path has before it. */
  static prefixOf(url: NextURL, path: string): string {
    const locale = url.#locale;
    if (locale === undefined || locale === url.defaultLocale) return url.basePath;
    const lower = path.toLowerCase();
    const isPlain = isBelow(lower, "/api") || isBelow(lower, `/${locale.toLowerCase()}`);
    return isPlain ? url.basePath : `${url.basePath}/${locale}`;
  }
}

const { get, set } = Object.getOwnPropertyDescriptor(URL.prototype, "pathname") as {
  get(this: URL): string;
  set(this: URL, path: string): void;
};

// Node has an accessor here, its types a property.
Object.defineProperty(NextURL.prototype, "pathname", {
  get(this: NextURL): string {
    const path = pathOf(this);
    const inner = isBelow(path, this.basePath) ? path.slice(this.basePath.length) || "/" : path;
    const locale = this.locale === "" || this.locale === this.defaultLocale ? "" : `/${this.locale}`;
    return isBelow(inner, locale) ? inner.slice(locale.length) || "/" : inner;
  },
  set(this: NextURL, path: string) {
    const whole = path.startsWith("/") ? path : `/${path}`;
    set.call(this, NextURL.prefixOf(this, whole) + (whole === "/" && this.locale !== "" ? "" : whole));
  },
  configurable: true,
});

function pathOf(url: URL): string {
  return get.call(url);
}

function isBelow(path: string, basePath: string): boolean {
  return basePath !== "" && (path === basePath || path.startsWith(`${basePath}/`));
}

/** @throws when the URL is relative: a request or a redirect needs the origin as well */
export function absoluteUrl(url: string | URL): string {
  const text = String(url);
  if (!URL.canParse(text)) throw new InvalidUrl(text);
  return new URL(text).href;
}

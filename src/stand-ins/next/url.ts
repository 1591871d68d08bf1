import type { inspect } from "node:util";
import { LinkedParams } from "./linked-params.ts";
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
  /** `trailingSlash` of next.config. */
  readonly trailingSlash?: boolean | undefined;
  /** The host that was asked for, which may be one of a locale. */
  readonly host?: string | undefined;
}

/**
 * A URL with the members that Next adds. Its pathname is without the base path and the locale, which `href` has. What
 * most routes read is cut out of the text; a real URL, which takes as long as a small answer, is made for the rest.
 */
export class NextURL implements URL {
  readonly basePath: string;
  readonly #options: UrlOptions;
  #locale: string | undefined;
  /** The whole, as URL writes it, while there is no real one. */
  readonly #text: string;
  #real: URL | undefined;
  #params: LinkedParams | undefined;
  /** Whether its text has a slash at the end, whatever path it is given; known when the first one is. */
  #slash: boolean | undefined;
  /** Whether the path that it was given last has one. */
  #given: boolean | undefined;

  // Those of the real URL.
  declare protocol: string;
  declare username: string;
  declare password: string;
  declare host: string;
  declare hostname: string;
  declare port: string;
  declare hash: string;

  /**
   * @param isSpelled - whether the text is as URL writes it, such as the `url` of a Request
   * @throws TypeError for a text that is not an absolute URL
   */
  constructor(url: string, options: UrlOptions = NONE, isSpelled = false) {
    const { basePath = "", i18n } = options;
    this.#options = options;
    this.#text = url;
    if (!isSpelled || url.includes("#") || i18n !== undefined) this.#real = new URL(url);
    this.basePath = basePath !== "" && isBelow(this.#path, basePath) ? basePath : "";
    if (i18n === undefined) return;
    const path = this.pathname;
    const first = path.split("/", 2)[1]!.toLowerCase();
    const found = i18n.locales.find((locale) => locale.toLowerCase() === first);
    this.#locale = found ?? this.defaultLocale;
    // Some have none in their text, such as those of an API.
    this.pathname = found === undefined ? path : path.slice(found.length + 1);
  }

  get #url(): URL {
    return (this.#real ??= new URL(this.#text));
  }

  /** The path with all that belongs to it. */
  get #path(): string {
    if (this.#real !== undefined) return this.#real.pathname;
    const text = this.#text;
    const query = text.indexOf("?");
    return text.slice(text.indexOf("/", text.indexOf("//") + 2), query === -1 ? undefined : query);
  }

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
    return i18n && domainOf(i18n, host);
  }

  get pathname(): string {
    const path = this.#path;
    const inner = isBelow(path, this.basePath) ? path.slice(this.basePath.length) || "/" : path;
    const locale = this.locale === "" || this.locale === this.defaultLocale ? "" : `/${this.locale}`;
    const own = isBelow(inner, locale) ? inner.slice(locale.length) || "/" : inner;
    return this.#given === undefined ? own : withSlash(own, this.#given);
  }

  set pathname(path: string) {
    const whole = path.startsWith("/") ? path : `/${path}`;
    const before = this.#path;
    this.#slash ??= before === "/" ? this.#options.trailingSlash === true : before.endsWith("/");
    const text = this.#prefixOf(whole) + (whole === "/" && this.locale !== "" ? "" : whole);
    this.#url.pathname = withSlash(text, this.#slash);
    this.#given = whole.endsWith("/");
  }

  /** What the text of a path has before it. */
  #prefixOf(path: string): string {
    const locale = this.#locale;
    if (locale === undefined || locale === this.defaultLocale) return this.basePath;
    const lower = path.toLowerCase();
    const isPlain = isBelow(lower, "/api") || isBelow(lower, `/${locale.toLowerCase()}`);
    return isPlain ? this.basePath : `${this.basePath}/${locale}`;
  }

  get search(): string {
    if (this.#real !== undefined) return this.#real.search;
    const query = this.#text.indexOf("?");
    return query === -1 || query === this.#text.length - 1 ? "" : this.#text.slice(query);
  }

  set search(search: string) {
    this.#url.search = search;
    this.#params?.reset(this.#url.search);
  }

  /** What is changed in them is changed here, and the other way round. */
  get searchParams(): URLSearchParams {
    return (this.#params ??= new LinkedParams(this.search, (text) => (this.#url.search = text)));
  }

  get href(): string {
    return this.#real === undefined ? this.#text : this.#real.href;
  }

  set href(href: string) {
    this.#url.href = href;
    this.#slash = undefined;
    this.#given = undefined;
    this.#params?.reset(this.#url.search);
  }

  get origin(): string {
    return this.#url.origin;
  }

  toString(): string {
    return this.href;
  }

  toJSON(): string {
    return this.href;
  }

  /** A copy that can be changed without changing this one. */
  clone(): NextURL {
    const copy = new NextURL(this.href, { ...this.#options, basePath: this.basePath }, true);
    copy.#locale = this.#locale;
    return copy;
  }

  /** Has Node show it as a URL. */
  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, _options: object, show: typeof inspect): string {
    const { href, origin, pathname, search, searchParams, hash, basePath, locale } = this;
    return `NextURL ${show({ href, origin, pathname, search, searchParams, hash, basePath, locale })}`;
  }

  static {
    for (const name of ["protocol", "username", "password", "host", "hostname", "port", "hash"] as const) {
      Object.defineProperty(NextURL.prototype, name, {
        get(this: NextURL): string {
          return this.#url[name];
        },
        set(this: NextURL, value: string) {
          this.#url[name] = value;
        },
        configurable: true,
        enumerable: true,
      });
    }
    Object.setPrototypeOf(NextURL.prototype, URL.prototype);
  }
}

const NONE: UrlOptions = Object.freeze({});

/** What `i18n.domains` says of a host. */
export function domainOf({ domains }: UrlLocales, host: string | undefined): DomainLocale | undefined {
  if (domains === undefined) return undefined;
  const name = host?.split(":", 1)[0]!.toLowerCase();
  return domains.find(({ domain }) => domain.split(":", 1)[0]!.toLowerCase() === name);
}

/** The root has its slash in any case. */
function withSlash(path: string, slash: boolean): string {
  if (path === "" || path === "/") return path;
  if (slash) return path.endsWith("/") ? path : `${path}/`;
  return path.endsWith("/") ? path.slice(0, -1) : path;
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

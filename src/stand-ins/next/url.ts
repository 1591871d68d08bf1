import { InvalidUrl } from "./unsupported.ts";

/** A URL with the members that Next adds. Its pathname is without the base path, which `href` has. */
export class NextURL extends URL {
  readonly basePath: string;

  /** @param basePath of next.config, which has no part in a URL that does not start with it */
  constructor(url: string, basePath = "") {
    super(url);
    this.basePath = basePath !== "" && isBelow(pathOf(this), basePath) ? basePath : "";
  }

  // Accessors, not members: they cost a request nothing.
  get buildId(): string | undefined {
    return undefined;
  }
  get locale(): string {
    return "";
  }
  get defaultLocale(): string | undefined {
    return undefined;
  }
  get domainLocale(): undefined {
    return undefined;
  }

  /** A copy that can be changed without changing this one. */
  clone(): NextURL {
    return new NextURL(this.href, this.basePath);
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
    return isBelow(path, this.basePath) ? path.slice(this.basePath.length) || "/" : path;
  },
  set(this: NextURL, path: string) {
    set.call(this, this.basePath + (path.startsWith("/") ? path : `/${path}`));
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

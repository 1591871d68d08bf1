import { InvalidUrl } from "./unsupported.ts";

/** A URL with the members that Next adds; without basePath and locales they are empty, as in a plain project. */
export class NextURL extends URL {
  // Accessors, not members: they cost a request nothing.
  get basePath(): string {
    return "";
  }
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
    return new NextURL(this.href);
  }
}

/** @throws when the URL is relative: a request or a redirect needs the origin as well */
export function absoluteUrl(url: string | URL): string {
  const text = String(url);
  if (!URL.canParse(text)) throw new InvalidUrl(text);
  return new URL(text).href;
}

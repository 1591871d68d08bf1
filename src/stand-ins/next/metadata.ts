type Several<T> = T | T[];

interface Rule {
  allow?: Several<string> | undefined;
  disallow?: Several<string> | undefined;
  crawlDelay?: number | undefined;
  other?: Record<string, Several<string | number> | null | undefined> | undefined;
}

interface Video {
  title: string;
  thumbnail_loc: string;
  description: string;
  content_loc?: string | undefined;
  player_loc?: string | undefined;
  duration?: number | undefined;
  expiration_date?: Date | string | undefined;
  rating?: number | undefined;
  view_count?: number | undefined;
  publication_date?: Date | string | undefined;
  family_friendly?: "yes" | "no" | undefined;
  restriction?: { relationship: "allow" | "deny"; content: string } | undefined;
  platform?: { relationship: "allow" | "deny"; content: string } | undefined;
  requires_subscription?: "yes" | "no" | undefined;
  uploader?: { info?: string | undefined; content?: string | undefined } | undefined;
  live?: "yes" | "no" | undefined;
  tag?: string | undefined;
}

interface Icon {
  src: string;
  type?: string | undefined;
  sizes?: string | undefined;
  purpose?: "any" | "maskable" | "monochrome" | undefined;
}

/** What `robots.ts`, `sitemap.ts` and `manifest.ts` of `app` return. */
export declare namespace MetadataRoute {
  export interface Robots {
    rules: (Rule & { userAgent?: Several<string> | undefined }) | (Rule & { userAgent: Several<string> })[];
    sitemap?: Several<string> | undefined;
    host?: string | undefined;
  }

  export type Sitemap = {
    url: string;
    lastModified?: string | Date | undefined;
    changeFrequency?: "always" | "hourly" | "daily" | "weekly" | "monthly" | "yearly" | "never" | undefined;
    priority?: number | undefined;
    alternates?: { languages?: Record<string, string> | undefined } | undefined;
    images?: string[] | undefined;
    videos?: Video[] | undefined;
  }[];

  /** A web app manifest (W3C). */
  export interface Manifest {
    name?: string | undefined;
    short_name?: string | undefined;
    description?: string | undefined;
    start_url?: string | undefined;
    scope?: string | undefined;
    id?: string | undefined;
    display?: "fullscreen" | "standalone" | "minimal-ui" | "browser" | undefined;
    orientation?:
      | "any"
      | "natural"
      | "landscape"
      | "portrait"
      | "portrait-primary"
      | "portrait-secondary"
      | "landscape-primary"
      | "landscape-secondary"
      | undefined;
    theme_color?: string | undefined;
    background_color?: string | undefined;
    categories?: string[] | undefined;
    icons?: Icon[] | undefined;
    [name: string]: unknown;
  }
}

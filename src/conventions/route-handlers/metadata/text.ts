/*
 * The texts that Next makes of what `sitemap.ts`, `robots.ts` and `manifest.ts` return, byte for byte. As in Next,
 * values are not escaped: write `&amp;` in a URL of a sitemap.
 */

type Several<T> = T | readonly T[];

interface RobotsRule {
  readonly userAgent?: Several<string>;
  readonly allow?: Several<string>;
  readonly disallow?: Several<string>;
  readonly crawlDelay?: number;
  readonly other?: Readonly<Record<string, Several<string | number> | null | undefined>>;
}

/** What `robots.ts` returns. */
export interface Robots {
  readonly rules: Several<RobotsRule>;
  readonly sitemap?: Several<string>;
  readonly host?: string;
}

interface Video {
  readonly title: string;
  readonly thumbnail_loc: string;
  readonly description: string;
  readonly restriction?: { readonly relationship: string; readonly content: string };
  readonly platform?: { readonly relationship: string; readonly content: string };
  readonly uploader?: { readonly info?: string; readonly content?: string };
  readonly [name: string]: string | number | object | undefined;
}

interface SitemapEntry {
  readonly url: string;
  readonly lastModified?: string | Date;
  readonly changeFrequency?: string;
  readonly priority?: number;
  readonly alternates?: { readonly languages?: Readonly<Record<string, string>> };
  readonly images?: readonly string[];
  readonly videos?: readonly Video[];
}

/** What `sitemap.ts` returns. */
export type Sitemap = readonly SitemapEntry[];

/** The text of robots.txt (RFC 9309). */
export function robotsText({ rules, host, sitemap }: Robots): string {
  const groups = listOf(rules).map((rule) => `${linesOfRule(rule).join("\n")}\n\n`);
  const rest = [
    ...(host ? [`Host: ${host}\n`] : []),
    ...listOf(sitemap || undefined).map((url) => `Sitemap: ${url}\n`),
  ];
  return [...groups, ...rest].join("");
}

function linesOfRule({ userAgent, allow, disallow, crawlDelay, other = {} }: RobotsRule): string[] {
  const others = Object.entries(other).flatMap(([name, value]) =>
    listOf(value ?? undefined).map((one) => `${name}: ${one}`),
  );
  return [
    ...listOf(userAgent || "*").map((agent) => `User-Agent: ${agent}`),
    ...listOf(allow || undefined).map((path) => `Allow: ${path}`),
    ...listOf(disallow || undefined).map((path) => `Disallow: ${path}`),
    ...(crawlDelay ? [`Crawl-delay: ${crawlDelay}`] : []),
    ...others,
  ];
}

const NAMESPACES = [
  ["image", "http://www.google.com/schemas/sitemap-image/1.1", (entry: SitemapEntry) => size(entry.images)],
  ["video", "http://www.google.com/schemas/sitemap-video/1.1", (entry: SitemapEntry) => size(entry.videos)],
  [
    "xhtml",
    "http://www.w3.org/1999/xhtml",
    (entry: SitemapEntry) => size(Object.keys(entry.alternates ?? {})),
  ],
] as const;

/** The text of a sitemap (sitemaps.org, with Google's extensions). */
export function sitemapText(entries: Sitemap): string {
  const spaces = NAMESPACES.filter(([, , isUsed]) => entries.some((entry) => isUsed(entry) > 0));
  const declared = spaces.map(([name, url]) => ` xmlns:${name}="${url}"`).join("");
  const head = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"${declared}>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}${entries.map(textOfEntry).join("")}</urlset>\n`;
}

function textOfEntry(entry: SitemapEntry): string {
  const { url, lastModified, changeFrequency, priority, alternates, images = [], videos = [] } = entry;
  const languages = Object.entries(alternates?.languages ?? {});
  const changed = lastModified instanceof Date ? lastModified.toISOString() : lastModified;
  const lines = [
    "<url>",
    `<loc>${url}</loc>`,
    ...languages.map(([name, href]) => `<xhtml:link rel="alternate" hreflang="${name}" href="${href}" />`),
    ...images.map((image) => `<image:image>\n<image:loc>${image}</image:loc>\n</image:image>`),
    ...videos.flatMap(linesOfVideo),
    ...(changed ? [`<lastmod>${changed}</lastmod>`] : []),
    ...(changeFrequency ? [`<changefreq>${changeFrequency}</changefreq>`] : []),
    ...(typeof priority === "number" ? [`<priority>${priority}</priority>`] : []),
    "</url>",
  ];
  return `${lines.join("\n")}\n`;
}

/** In the order of the schema, which validators hold to. */
const VIDEO = [
  "content_loc player_loc duration view_count tag rating expiration_date publication_date family_friendly",
  "requires_subscription live",
].flatMap((names) => names.split(" "));

function linesOfVideo(video: Video): string[] {
  const { title, thumbnail_loc, description, restriction, platform, uploader } = video;
  const related = (name: string, value: Video["platform"]): string[] =>
    value ? [`<video:${name} relationship="${value.relationship}">${value.content}</video:${name}>`] : [];
  const info = uploader?.info ? ` info="${uploader.info}"` : "";
  return [
    "<video:video>",
    `<video:title>${title}</video:title>`,
    `<video:thumbnail_loc>${thumbnail_loc}</video:thumbnail_loc>`,
    `<video:description>${description}</video:description>`,
    ...VIDEO.flatMap((name) =>
      video[name] ? [`<video:${name}>${video[name] as string | number}</video:${name}>`] : [],
    ),
    ...related("restriction", restriction),
    ...related("platform", platform),
    ...(uploader ? [`<video:uploader${info}>${uploader.content}</video:uploader>`] : []),
    "</video:video>",
  ];
}

function listOf<T>(value: Several<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function size(list: readonly unknown[] | undefined): number {
  return list?.length ?? 0;
}

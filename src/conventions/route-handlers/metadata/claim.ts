import { parseSegments, type Segment } from "../../../routing/segment.ts";

/** What a metadata file gives: text that is made of a value, an image, or the bytes of the file itself. */
export type MetadataKind = "robots" | "manifest" | "sitemap" | "image" | "data";

/** A file that Next serves by its name, beside `route` files. */
export interface MetadataFile {
  readonly kind: MetadataKind;
  /** The last segment of its path. */
  readonly name: string;
}

/** The param of a file that makes several sitemaps or images. */
export const ID_PARAM = "__metadata_id__";

/** What there may be once, directly in `app`: `robots.ts`, `robots.txt` and so on. */
const AT_ROOT: Readonly<Record<string, readonly [served: string, ...data: string[]]>> = {
  robots: ["robots.txt", "txt"],
  manifest: ["manifest.webmanifest", "webmanifest", "json"],
  favicon: ["", "ico"],
};

/** Images, each of which may be numbered: `icon1.png`. By name, the extensions of files that are sent as they are. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  icon: ["ico", "jpg", "jpeg", "png", "svg"],
  "apple-icon": ["jpg", "jpeg", "png"],
  "opengraph-image": ["jpg", "jpeg", "png", "gif"],
  "twitter-image": ["jpg", "jpeg", "png", "gif"],
};

/**
 * Reads the name of a file below `app`; `undefined` where it is not a metadata file.
 *
 * @param extensions those of programs: `ts`, `js` and so on
 */
export function metadataFile(file: string, extensions: readonly string[]): MetadataFile | undefined {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const base = file.slice(folder.length);
  const dot = base.indexOf(".");
  const [name, extension] = [base.slice(0, dot), base.slice(dot + 1)];
  const isProgram = extensions.includes(extension);
  if (name === "sitemap") {
    if (isProgram) return { kind: "sitemap", name: "sitemap.xml" };
    return extension === "xml" ? { kind: "data", name: base } : undefined;
  }
  const [served, ...data] = folder === "" && Object.hasOwn(AT_ROOT, name) ? AT_ROOT[name]! : [""];
  if (data.includes(extension)) return { kind: "data", name: base };
  if (isProgram && served !== "") return { kind: name as "robots" | "manifest", name: served };
  const image = name.replace(/\d$/, "");
  if (!Object.hasOwn(IMAGES, image)) return undefined;
  const isData = IMAGES[image]!.includes(extension);
  if (!isData && !isProgram) return undefined;
  const suffix = suffixOf(folder);
  return isData
    ? { kind: "data", name: `${name}${suffix}.${extension}` }
    : { kind: "image", name: `${name}${suffix}` };
}

/**
 * The segments of a metadata file.
 *
 * @param folders those of its path that are part of the URL
 * @param isSeveral whether it makes several sitemaps or images, each with an id
 */
export function metadataSegments(
  { kind, name }: MetadataFile,
  folders: readonly string[],
  isSeveral: boolean,
): Segment[] {
  if (!isSeveral) return parseSegments([...folders, name]);
  return parseSegments([...folders, kind === "sitemap" ? "sitemap" : name, `[${ID_PARAM}]`]);
}

/** The function by which a program says that it makes several. */
export function generatorOf(kind: MetadataKind): string | undefined {
  if (kind === "sitemap") return "generateSitemaps";
  return kind === "image" ? "generateImageMetadata" : undefined;
}

/** Images of groups and slots have a name of their own: two groups may have one path. Next's, so that links stay right. */
function suffixOf(folder: string): string {
  const folders = folder.split("/").filter((name) => name !== "");
  if (!folders.some((name) => name.startsWith("@") || (name.startsWith("(") && name.endsWith(")"))))
    return "";
  return `-${bernsteinHash(`/${folders.join("/")}`)
    .toString(36)
    .slice(0, 6)}`;
}

/** Bernstein's hash of a text, 32 bits. */
function bernsteinHash(text: string): number {
  let hash = 5381;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 33) + text.charCodeAt(at)) | 0;
  return hash >>> 0;
}

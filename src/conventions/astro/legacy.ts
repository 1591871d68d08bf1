import type { Logger } from "../../observe/logger.ts";
import { extname } from "node:path";
import { lookup } from "mrmime";

/** The names that Astro 2 had for methods, and the new ones. */
export const LEGACY_NAMES: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  del: "DELETE",
  delete: "DELETE",
  options: "OPTIONS",
  head: "HEAD",
  all: "ALL",
};

/** Where the list of types that Astro 2 used differs from the one of today. */
const TYPES: Readonly<Record<string, string>> = {
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".ico": "image/vnd.microsoft.icon",
  ".js": "application/javascript",
  ".kml": "application/vnd.google-earth.kml+xml",
  ".m3u8": "application/vnd.apple.mpegurl",
  ".mjs": "application/javascript",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".rtf": "application/rtf",
  ".tar": "application/x-tar",
  ".vcf": "text/x-vcard",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".xml": "application/xml",
};

/** A result of Astro 2: a body, and how a static file is to be decoded. */
export interface LegacyResult {
  readonly body: unknown;
  readonly encoding?: BufferEncoding;
}

export function isLegacyResult(value: unknown): value is LegacyResult {
  return typeof value === "object" && value !== null && "body" in value;
}

/**
 * The answer that Astro 2 makes of a result: the type is that of the URL's extension.
 *
 * @param isStatic whether it is made for a file: `encoding` then says what the text stands for
 */
export function answerOf({ body, encoding }: LegacyResult, path: string, isStatic: boolean): Response {
  const extension = extname(path).toLowerCase();
  const type = TYPES[extension] ?? lookup(extension) ?? "text/plain";
  if (isPlainObject(body)) {
    throw new TypeError("The body of its result is an object. Write: body: JSON.stringify(value).");
  }
  const isEncoded = isStatic && encoding !== undefined && typeof body === "string";
  const content = isEncoded ? Buffer.from(body, encoding) : body === null ? "null" : body;
  return new Response(content as ConstructorParameters<typeof Response>[0], {
    headers: { "Content-Type": `${type};charset=utf-8` },
  });
}

function isPlainObject(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Object]" || Array.isArray(value);
}

/** Warns once of a file whose exports have the old names. */
export function warnOfLegacy(names: readonly string[], file: string, logger: Logger): void {
  const list = names.map((name) => `\`${name}\``).join(", ");
  const cures = names.map((name) => `export const ${LEGACY_NAMES[name]}`).join(", ");
  logger.warn(
    `${file} exports ${list}, as Astro 2 had it; newer versions ignore that. Write: ${cures}, and return a Response.`,
  );
}

import { join } from "node:path";
import type { StaticAnswer } from "../../static/answers.ts";
import { fileOf } from "../../static/export.ts";
import type { AstroConfig } from "./config.ts";

/** The file that Astro writes of a static answer: below `dist`, with `output: "server"` below `dist/client`. */
export function exportedFile(
  { path, status, headers, body }: StaticAnswer,
  { outDir, output, site }: AstroConfig,
): { file: string; body: Buffer | string } | undefined {
  const folder = output === "server" ? join(outDir, "client") : outDir;
  // The path `/` names the folder itself.
  if (path === "/") return undefined;
  const location = headers["location"];
  const file = fileOf(folder, path);
  if (status >= 300 && status < 400 && location !== undefined) {
    return { file, body: refreshPage(path, String(location), status, site) };
  }
  return body.length === 0 ? undefined : { file, body };
}

/** A file has no status: this page goes on by itself. */
function refreshPage(path: string, location: string, status: number, site: string | undefined): string {
  const target = escaped(location);
  const canonical = escaped(site === undefined ? location : new URL(location, site).href);
  return [
    "<!doctype html>",
    `<title>Redirecting to: ${target}</title>`,
    `<meta http-equiv="refresh" content="${status === 302 ? 2 : 0};url=${target}">`,
    '<meta name="robots" content="noindex">',
    `<link rel="canonical" href="${canonical}">`,
    `<body><a href="${target}">Redirecting from <code>${escaped(path)}</code> to <code>${target}</code></a></body>`,
  ].join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

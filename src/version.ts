import { readFileSync } from "node:fs";

/** The version of this package. */
export function versionOf(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * The oldest Node of `engines` in package.json. The parser of 20.19.0 and 20.19.1 ends headers at a bare line feed, and takes a
 * Content-Length among trailers (CVE-2025-23167): a proxy in front sees other requests than Node does.
 */
const OLDEST = [20, 19, 2] as const;

/** Why this Node cannot run the package; `undefined` where it can. */
export function unsupportedNode(version: string = process.versions.node): string | undefined {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const differing = OLDEST.findIndex((part, index) => parts[index] !== part);
  if (differing === -1 || parts[differing]! > OLDEST[differing]!) return undefined;
  return `pages-api needs Node ${OLDEST.join(".")} or newer; this is Node ${version}.`;
}

import { ABSOLUTE_FORM, type ReadTarget } from "../../http/target.ts";
import type { AstroConfig } from "./config.ts";
import { hasExtension } from "./claim.ts";

/** How often an encoding of an encoding is undone. */
const MOST_ENCODINGS = 10;

/**
 * Decodes a path until nothing is left to decode, as Astro does: `%2520` is a space. What `decodeURI` keeps stays as it
 * is sent: `%2F` is never a slash.
 *
 * @returns `undefined` for what is malformed, or encoded too often
 */
export function decodePath(path: string): string | undefined {
  if (!path.includes("%")) return path;
  let current = path;
  for (let round = 0; round <= MOST_ENCODINGS; round += 1) {
    let decoded: string;
    try {
      decoded = decodeURI(current);
    } catch {
      // The first time it is the client's mistake; later it is a text with a percent sign.
      return round === 0 ? undefined : current;
    }
    if (decoded === current) return decoded;
    current = decoded;
  }
  return undefined;
}

/** Reads request targets by the config's `base` and `trailingSlash`; repeated slashes count as one. */
export function targetReader({
  base,
  trailingSlash,
}: Pick<AstroConfig, "base" | "trailingSlash">): ReadTarget {
  return (url, method) => {
    const { path, query } = split(url);
    const plain = path.replace(/\/{2,}/g, "/");
    const location = locationOf(plain, path.endsWith("//"));
    const redirect = location === undefined ? undefined : encodeURI(decodedOr(location)) + query;
    const status = method === "GET" || method === "HEAD" ? 301 : 308;
    return { path: withoutBase(plain, base), redirect, ...(redirect === undefined ? {} : { status }) };
  };

  function locationOf(path: string, repeated: boolean): string | undefined {
    const bare = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
    if (path === "/") return repeated ? path : undefined;
    if (trailingSlash === "never") return bare === path ? undefined : bare;
    if (trailingSlash === "always" && bare === path && !hasExtension(path)) return `${path}/`;
    return repeated ? path : undefined;
  }
}

function decodedOr(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The path, with dot segments resolved and backslashes turned, as the URL standard reads it. */
function split(url: string): { path: string; query: string } {
  const target = url.startsWith("/") ? url : url.replace(ABSOLUTE_FORM, "") || "/";
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  const rest = end === -1 ? "" : target.slice(end);
  const hash = rest.indexOf("#");
  const query = hash === -1 ? rest : rest.slice(0, hash);
  return { path: /\/\.|\/%2e|\\/i.test(path) ? resolved(path) : path, query: query === "?" ? "" : query };
}

function resolved(path: string): string {
  const { pathname } = new URL(`http://localhost/${path.replace(/^[/\\]+/, "")}`);
  return pathname;
}

/** Paths without the base are served too, as Astro does. */
export function withoutBase(path: string, base: string): string {
  if (base === "/") return path;
  if (path === base) return "/";
  return path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

/** The path by which a client came, as `context.originPathname` has it. */
export function originPathOf(
  { url }: Request,
  { base, trailingSlash }: Pick<AstroConfig, "base" | "trailingSlash">,
): string {
  const { pathname } = new URL(url);
  const path = withoutBase(decodePath(pathname) ?? pathname, base);
  const bare = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  return bare === "/" || trailingSlash === "never" ? bare : `${bare}/`;
}

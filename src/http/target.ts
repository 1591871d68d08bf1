const SLASH = 0x2f;
/** The scheme and host of a target in absolute form (RFC 9112 section 3.2.2). */
export const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i;
const REPEATED_SLASHES = /[/\\]{2,}|\\/g;
/** What may not be plain: a repeated slash, a dot segment, encoded or not, a slash at the end, or a fragment. */
const UNUSUAL = /[\\#]|\/(?:[/.%]|$)/;
const ENCODED_DOT = /%2e/gi;

/** What the request line asks for. `redirect` is set where the path has to be asked for in its plain form. */
export interface Target {
  /** The path, undecoded, without query; dot segments are resolved, repeated slashes and one at the end are gone. */
  readonly path: string;
  /** The plain form of the path, with the query as sent, without the fragment. */
  readonly redirect: string | undefined;
  /** The status of the redirect. Default: 308, with a Refresh header. */
  readonly status?: number | undefined;
}

/** Reads a request target, for a request of this method. */
export type ReadTarget = (url: string, method: string) => Target;

/**
 * Splits a request target (RFC 9112 section 3.2, origin form and absolute form) into the path that is routed.
 * Repeated slashes, backslashes and a slash at the end are redirected, in one step each.
 */
export function parseTarget(url: string): Target {
  const target = url.charCodeAt(0) === SLASH ? url : url.replace(ABSOLUTE_FORM, "");
  const path = pathOf(target);
  return UNUSUAL.test(path) ? plainTarget(target) : { path: path || "/", redirect: undefined };
}

/** A request of a host that cuts the path at which it has mounted us off the target, and keeps the whole of it. */
interface Mounted {
  url?: string | undefined;
  originalUrl?: unknown;
}

/**
 * The path below which a host such as Express or Connect has mounted us: what it cut off the front of the target.
 * Slashes are collapsed and one at the end is left out, so that a redirect below it never leads to another host.
 */
export function mountPath(req: Mounted): string {
  const mount = cutOff(req);
  // Three replacements in nothing take 4 % of a small answer (`npm run bench -- --suite log`).
  return mount === "" ? "" : encodePath(mount.replace(REPEATED_SLASHES, "/").replace(/\/$/, ""));
}

/**
 * The target as the routes know it. A mount path that ends in `/api`, or in the base path of the project, is the routes'
 * own: it is put back, so that `app.use("/api", handler)` serves the same URLs as `app.use(handler)`.
 */
export function routedTarget(req: Mounted, base = ""): string {
  const url = req.url!;
  if (req.originalUrl === undefined) return url;
  const mount = cutOff(req);
  const own = [`${base}/api`, base, "/api"].find((end) => end !== "" && mount.endsWith(end));
  if (own === undefined) return url;
  return (req.originalUrl as string).replace(ABSOLUTE_FORM, "").slice(mount.length - own.length);
}

function cutOff({ url, originalUrl }: Mounted): string {
  if (typeof originalUrl !== "string" || originalUrl === url) return "";
  const whole = originalUrl.replace(ABSOLUTE_FORM, "");
  const rest = url!.replace(ABSOLUTE_FORM, "");
  // Where nothing of the path is left, hosts put a slash there.
  const cut = /^\/(?:[?#]|$)/.test(rest) && !whole.endsWith(rest) ? rest.slice(1) : rest;
  return whole.endsWith(cut) ? whole.slice(0, whole.length - cut.length) : "";
}

function plainTarget(target: string): Target {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  const query = end === -1 ? "" : queryAt(target, end);
  const collapsed = path.replace(REPEATED_SLASHES, "/");
  const resolved = resolveDots(collapsed);
  const plain = resolved.length > 1 && resolved.endsWith("/") ? resolved.slice(0, -1) : resolved;
  if (collapsed !== path) return { path: plain, redirect: encodePath(resolved) + query };
  return { path: plain, redirect: plain === resolved ? undefined : encodePath(plain) + query };
}

/** The query with its question mark, without the fragment; nothing where the question mark stands alone. */
function queryAt(target: string, start: number): string {
  const fragment = target.indexOf("#", start);
  const query = fragment === -1 ? target.slice(start) : target.slice(start, fragment);
  return query === "?" ? "" : query;
}

/** Percent-encodes what the URL standard does not leave as it is in a path, and Node lets through. */
export function encodePath(path: string): string {
  return path.replace(/["<>`{}]/g, encodeURIComponent);
}

/** Removes dot segments as the URL standard does: `%2e` is a dot too, and `..` never leaves the root. */
function resolveDots(path: string): string {
  const output: string[] = [];
  const segments = path.slice(1).split("/");
  for (const [index, segment] of segments.entries()) {
    const dots = segment.replace(ENCODED_DOT, ".");
    const last = index === segments.length - 1;
    if (dots === "..") output.pop();
    else if (dots !== ".") {
      output.push(segment);
      continue;
    }
    if (last) output.push("");
  }
  return `/${output.join("/")}`;
}

/** The path of a path and query. */
export function pathOf(url: string): string {
  const mark = url.indexOf("?");
  return mark === -1 ? url : url.slice(0, mark);
}

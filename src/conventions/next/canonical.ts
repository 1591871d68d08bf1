/** Characters that a path segment may have as they are (RFC 3986 section 3.3), and `encodeURIComponent` escapes. */
const PLAIN_IN_PATHS = /%(?:24|26|2B|2C|3A|3B|3D|40)/g;

/**
 * A path and query with each escape of the path in the form that the routes are compared in: an escape that does not
 * have to be one is undone, so that `/api/%61dmin`, which reaches the route `/api/admin`, cannot pass a check on the
 * path by its spelling.
 */
export function canonicalUrl(url: string): string {
  const escape = url.indexOf("%");
  if (escape === -1) return url;
  const mark = url.indexOf("?");
  if (mark === -1) return canonicalPath(url);
  return escape > mark ? url : canonicalPath(url.slice(0, mark)) + url.slice(mark);
}

function canonicalPath(path: string): string {
  return path.split("/").map(canonicalSegment).join("/");
}

function canonicalSegment(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return encodeURIComponent(decodeURIComponent(segment)).replace(PLAIN_IN_PATHS, decodeURIComponent);
  } catch {
    return segment;
  }
}

import type { Target } from "../../http/target.ts";

/** A path that the URL standard leaves as it is: no dot segment, no backslash, nothing to encode. */
const PLAIN = /^(?:\/(?!\.|%2e)[\w\-~!$&'()*+,;=:@%[\].|^]*)+$/i;

/** Reads a request target as the URL standard does. A slash at the end belongs to the path, and nothing is redirected. */
export function readTarget(url: string): Target {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (PLAIN.test(path)) return { path, redirect: undefined };
  // `//host/path` would be read as another host.
  const absolute = path.startsWith("/") ? `http://localhost${path}` : path;
  return { path: URL.canParse(absolute) ? new URL(absolute).pathname : path, redirect: undefined };
}

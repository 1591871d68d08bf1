import type { ServerResponse } from "node:http";
import { parseTarget, type Target } from "../http/target.ts";
import { BAD_PATH } from "../routing/router.ts";
import { noParams } from "../routing/trie.ts";
import type { Served } from "./served.ts";
import type { Found } from "./stages.ts";

/* The steps of a request that are the same with stages round the routes (`surround`) and without (`dispatch`). */

/** Reads a request target as the convention of the project does. Default: as Next. */
export function targetOf({ target }: Served, url: string, method: string): Target {
  return target === undefined ? parseTarget(url) : target(url, method);
}

/** What logs name a request by; nothing where no route matched. */
export function patternOf(match: Found): string | undefined {
  return match === BAD_PATH ? undefined : match?.route.pattern;
}

/** What answers where no route matches, if the convention has something. */
export function unmatchedOf({ unmatched }: Served): Found {
  return unmatched && { route: unmatched, params: noParams() };
}

/** Redirects the client to the plain form of a path permanently, as Next does; Refresh is for old clients. */
export function sendPlainPath(res: ServerResponse, location: string, status?: number): void {
  if (status === undefined) {
    res.writeHead(308, { Location: location, Refresh: `0;url=${location}` });
    res.end(location);
    return;
  }
  res.writeHead(status, { Location: location });
  res.end();
}

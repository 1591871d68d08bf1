import type { IncomingMessage } from "node:http";
import type { Call } from "../../convention.ts";
import type { RequestSource } from "../../web/request.ts";
import type { NextRequest } from "../../stand-ins/next/request.ts";
import type { UrlOptions } from "../../stand-ins/next/url.ts";
import { toNextRequest } from "./request.ts";

/**
 * Makes the request of an edge function. As in Next, its URL has the path that the client asked for, and the query that
 * rewrites have left, with the params of the route in it.
 *
 * @param urls what next.config says of URLs
 */
export function toEdgeRequest(source: RequestSource, call: Call, urls: UrlOptions): NextRequest {
  const { asked, params } = call;
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  const own = urlsOf(source.req, urls);
  if (given.length === 0 && asked === source.url) return toNextRequest({ ...source, urls: own });
  const query = queryOf(source.url);
  const text = given.length === 0 ? query : String(new URLSearchParams(withParams(query, params, given)));
  const [path = ""] = asked.split(/[?#]/, 1);
  return toNextRequest({ ...source, url: text === "" ? path : `${path}?${text}`, urls: own });
}

/** A key of the query with a param's name gives its place to it. */
function withParams(
  query: string,
  params: Call["params"],
  given: readonly (readonly [string, unknown])[],
): [string, string][] {
  const entries: [string, string][] = [];
  const waiting = new Map(given);
  const put = (name: string): void => {
    waiting.delete(name);
    for (const each of [params[name]!].flat()) entries.push([name, each]);
  };
  for (const [name, value] of new URLSearchParams(query)) {
    if (!Object.hasOwn(params, name) || params[name] === undefined) entries.push([name, value]);
    else if (waiting.has(name)) put(name);
  }
  for (const name of waiting.keys()) put(name);
  return entries;
}

function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start + 1).split("#", 1)[0]!;
}

/** A locale may be that of a domain. */
function urlsOf({ headers }: IncomingMessage, urls: UrlOptions): UrlOptions {
  return urls.i18n === undefined ? urls : { ...urls, host: headers.host };
}

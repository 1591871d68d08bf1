import type { Params } from "../../routing/trie.ts";
import type { RequestSource } from "../../web/request.ts";
import type { NextRequest } from "../../stand-ins/next/request.ts";
import { toNextRequest } from "./request.ts";

/** Makes the request of an edge function, which has the params of its route in the query of its URL, as in Next. */
export function toEdgeRequest(source: RequestSource, params: Params): NextRequest {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  if (given.length === 0) return toNextRequest(source);
  const [path = "", query = ""] = source.url.split("#", 1)[0]!.split(/\?(.*)/s);
  const entries: [string, string][] = [];
  const waiting = new Map(given);
  const put = (name: string, value: string | readonly string[]): void => {
    waiting.delete(name);
    for (const each of [value].flat()) entries.push([name, each]);
  };
  // A key of the query with a param's name gives its place to it.
  for (const [name, value] of new URLSearchParams(query)) {
    const param = params[name];
    if (param === undefined || !Object.hasOwn(params, name)) entries.push([name, value]);
    else if (waiting.has(name)) put(name, param);
  }
  for (const [name, value] of waiting) put(name, value);
  return toNextRequest({ ...source, url: `${path}?${String(new URLSearchParams(entries))}` });
}

import type { Place, RuleQuery } from "./destination.ts";

const REPEATED_SLASHES = /[/\\]{2,}|\\/g;
/** What would end a path, or is not allowed in one. */
const UNSAFE_IN_PATH = /[^\x21-\x7e]|["<>?#\\^`{|}]/gu;
/** What would end a value of a query, or is not allowed in one. */
const UNSAFE_IN_QUERY = /[^\x21-\x7e]|["#&+<>\\^`{|}]|%(?![\dA-Fa-f]{2})/gu;

/**
 * A place as text, for a client or another server. What the request's query has is encoded; what a rule has put there
 * stays, so that a part of a path that is encoded is so once. Repeated slashes would lead to another host: they go.
 */
export function formatPlace(place: Place, asked: Readonly<RuleQuery>): string {
  const path = place.path.replaceAll(REPEATED_SLASHES, "/").replaceAll(UNSAFE_IN_PATH, encodeURIComponent);
  return `${place.origin ?? ""}${path}${queryText(place.query, asked)}${place.hash}`;
}

/** A place as a path and query of this server. */
export function localUrl({ path, query }: Place): string {
  const pairs: string[] = [];
  eachPair(query, (name, value) => pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

function queryText(query: RuleQuery, asked: Readonly<RuleQuery>): string {
  const known = new Set([...Object.keys(asked), ...Object.values(asked).flat()]);
  const encode = (text: string): string =>
    known.has(text) ? encodeURIComponent(text) : text.replaceAll(UNSAFE_IN_QUERY, encodeURIComponent);
  const pairs: string[] = [];
  eachPair(query, (name, value) => pairs.push(`${encode(name)}=${encode(value)}`));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function eachPair(query: RuleQuery, use: (name: string, value: string) => void): void {
  for (const name of Object.keys(query)) for (const value of [query[name]!].flat()) use(name, value);
}

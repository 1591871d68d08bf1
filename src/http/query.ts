import { parse as parseFlat } from "node:querystring";
import { parseNested } from "./nested.ts";
import { setOwn } from "./object.ts";
import { endOfPath } from "./target.ts";

export type QueryParser = "simple" | "extended";

/** What `req.query` holds: a string, an array for a repeated key; with `queryParser: "extended"` also objects. */
export type Query = Partial<Record<string, string | string[]>>;

/** No limit on the number of keys: Node bounds the length of a request line (`maxHeaderSize`, 16 KiB). */
const ALL_KEYS = { maxKeys: 0 };

/**
 * The query of a request target merged with the route's params, as Next gives it to handlers: a plain object;
 * params come last and win; a repeated key is an array; `+` is a space; malformed encodings are tolerated.
 */
export function parseQuery(
  url: string,
  params: Readonly<Record<string, string | string[]>>,
  parser: QueryParser = "simple",
): Query {
  const query: Record<string, string | string[]> = {};
  const search = searchOf(url);
  if (search !== "") {
    const parsed = parser === "simple" ? parseFlat(search, "&", "=", ALL_KEYS) : parseNested(search);
    for (const name of Object.keys(parsed)) setOwn(query, name, parsed[name] as string | string[]);
  }
  for (const name in params) setOwn(query, name, params[name]!);
  return query;
}

function searchOf(url: string): string {
  if (!url.includes("?")) return "";
  const start = endOfPath(url);
  if (url[start] === "#") return "";
  const fragment = url.indexOf("#", start);
  return fragment === -1 ? url.slice(start + 1) : url.slice(start + 1, fragment);
}

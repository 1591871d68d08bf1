import { unescape } from "node:querystring";
import { parseNested } from "./nested.ts";
import { setOwn } from "./object.ts";

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const ENCODED = /%[0-9a-f]{2}/i;

export type QueryParser = "simple" | "extended";

/** What `req.query` holds: a string, an array for a repeated key; with `queryParser: "extended"` also objects. */
export type Query = Partial<Record<string, string | string[]>>;

type Values = Record<string, string | string[]>;

/**
 * The query of a request target merged with the route's params, as handlers get it: a plain object;
 * params come last and win; a repeated key is an array; `+` is a space; malformed encodings are tolerated.
 */
export function parseQuery(
  url: string,
  params: Readonly<Record<string, string | string[]>>,
  parser: QueryParser = "simple",
): Query {
  const query: Values = {};
  const mark = url.indexOf("?");
  if (mark !== -1) {
    const fragment = url.indexOf("#");
    const end = fragment === -1 ? url.length : fragment;
    if (parser === "simple") parseFlat(url, mark + 1, end, query);
    else if (mark < end) Object.assign(query, parseNested(url.slice(mark + 1, end)));
  }
  for (const name in params) setOwn(query, name, params[name]!);
  return query;
}

const kLists = Symbol("lists of one value");

interface Rewritten {
  [kLists]?: readonly string[] | undefined;
}

/** Notes which values of a query that a rule has made are lists of one value: its text does not say so. */
export function noteLists(req: object, query: Values): void {
  const names = Object.keys(query).filter((name) => Array.isArray(query[name]) && query[name].length === 1);
  if (names.length > 0 || kLists in req) (req as Rewritten)[kLists] = names;
}

/** Makes lists again of what was noted for a request. */
export function restoreLists(req: object, query: Query): void {
  for (const name of (req as Rewritten)[kLists] ?? []) {
    const value = Object.hasOwn(query, name) ? query[name] : undefined;
    if (typeof value === "string") setOwn<string | string[] | undefined>(query, name, [value]);
  }
}

/**
 * Reads names and values as `node:querystring` does, without its limit on the number of keys: Node bounds the length of
 * a request line (`maxHeaderSize`, 16 KiB). That parser, and a copy of its object without a prototype, take 10,000
 * instructions for three pairs, of 85,000 that the whole request takes.
 */
function parseFlat(url: string, start: number, end: number, query: Values): void {
  let from = start;
  let split = -1;
  // Whether the name and the value have anything to decode.
  let name = false;
  let value = false;
  for (let index = start; index <= end; index += 1) {
    const char = index < end ? url.charCodeAt(index) : AMPERSAND;
    if (char === AMPERSAND) {
      if (index > from) {
        const nameEnd = split === -1 ? index : split;
        const text = url.slice(from, nameEnd);
        const rest = url.slice(nameEnd + 1, index);
        add(query, name ? decode(text) : text, value ? decode(rest) : rest);
      }
      from = index + 1;
      split = -1;
      name = value = false;
    } else if (char === EQUALS && split === -1) split = index;
    else if (char === PERCENT || char === PLUS) {
      if (split === -1) name = true;
      else value = true;
    }
  }
}

function add(query: Values, name: string, value: string): void {
  const present = Object.hasOwn(query, name) ? query[name] : undefined;
  if (present === undefined) setOwn<string | string[]>(query, name, value);
  else if (typeof present === "string") setOwn<string | string[]>(query, name, [present, value]);
  else present.push(value);
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  // Node's function is for text that has an encoding somewhere: it takes others to be bytes.
  return ENCODED.test(spaced) ? unescape(spaced) : spaced;
}

import { compile, parse } from "path-to-regexp";
import { setOwn } from "../http/object.ts";
import type { PatternParams } from "./pattern.ts";
import { compileText, type Fill } from "./text.ts";

export type RuleQuery = Record<string, string | string[]>;

/** Where a rule leads to. */
export interface Place {
  /** Such as `https://example.com:8443`; `undefined` for a path of this server. */
  readonly origin: string | undefined;
  /** Undecoded. */
  readonly path: string;
  /** Decoded: the request's, with the destination's over it. */
  readonly query: RuleQuery;
  /** With its `#`, or empty. */
  readonly hash: string;
}

/** Makes the place of what a pattern and conditions have taken from a request. */
export type Destination = (params: PatternParams, query: Readonly<RuleQuery>) => Place;

const PARTS = /^(?:(https?:)\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/s;
const AUTHORITY = /^(?:(.*)@)?(.*?)(?::(\d+))?$/s;
/** What the URL standard encodes in a path. */
const UNSAFE_IN_PATH = /[^\x21-\x7e]|["<>`{}]/gu;

export interface DestinationOptions {
  /** The params that there may be. */
  readonly names: readonly string[];
  /** Add params to the query where none of them is in the path, as rewrites do. */
  readonly appendParams: boolean;
}

/**
 * Compiles a destination: a path or an http(s) URL with `:name` in host, path, query and hash.
 *
 * @throws TypeError for an invalid destination
 */
export function compileDestination(text: string, { names, appendParams }: DestinationOptions): Destination {
  const { host, path, hash, search, placed } = compileParts(text);
  const query = compileQuery(search, names);
  return (params, asked) => {
    const own: RuleQuery = {};
    for (const [name, fill] of query) {
      setOwn(own, name, typeof fill === "function" ? fill(params) : fill.map((each) => each(params)));
    }
    const given = Object.keys(params).filter((name) => name !== INTERNAL_LOCALE);
    if (appendParams && !given.some((name) => placed.has(name))) {
      for (const name of given) if (!Object.hasOwn(own, name)) setOwn(own, name, params[name]!);
    }
    const merged: RuleQuery = {};
    for (const name of Object.keys(asked)) setOwn(merged, name, asked[name]!);
    for (const name of Object.keys(own)) setOwn(merged, name, own[name]!);
    return { origin: host?.fill(params), path: path.fill(params), query: merged, hash: hash.fill(params) };
  };
}

/**
 * The params that a destination cannot do without: those in its host, path and hash.
 *
 * @throws TypeError for an invalid destination
 */
export function paramsOfDestination(text: string): ReadonlySet<string> {
  return compileParts(text).placed;
}

function compileParts(text: string) {
  const parts = PARTS.exec(text);
  if (parts === null || (parts[1] === undefined && !text.startsWith("/"))) {
    throw new TypeError(
      `${JSON.stringify(text)} is not a destination. Write a path such as "/api/x", or an http(s) URL.`,
    );
  }
  const [, protocol, authority = "", pathText = "", search = "", hashText = ""] = parts;
  const host = protocol === undefined ? undefined : compileOrigin(protocol, authority);
  const path = compilePath((pathText || "/").replaceAll(UNSAFE_IN_PATH, encodeURIComponent));
  const hash = compilePath(hashText.replaceAll(UNSAFE_IN_PATH, encodeURIComponent));
  const placed: ReadonlySet<string> = new Set([...path.names, ...hash.names, ...(host?.names ?? [])]);
  return { host, path, hash, search, placed };
}

/** Takes the locale of a path into a destination, and never into the query. */
export const INTERNAL_LOCALE = "nextInternalLocale";

interface Compiled {
  readonly fill: Fill;
  readonly names: readonly string[];
}

function compilePath(source: string): Compiled {
  if (source === "") return { fill: () => "", names: [] };
  return { fill: compile<PatternParams>(source, { validate: false }), names: namesOf(source) };
}

/** A param in a host never ends it: it is encoded. */
function compileOrigin(protocol: string, authority: string): Compiled {
  const [, auth, hostText = "", port] = AUTHORITY.exec(authority)!;
  const fill = compile<PatternParams>(hostText, { validate: false, encode: encodeURIComponent });
  const before = `${protocol}//${auth === undefined ? "" : `${auth}@`}`;
  const after = port === undefined ? "" : `:${port}`;
  return { fill: (params) => before + fill(params) + after, names: namesOf(hostText) };
}

function namesOf(source: string): string[] {
  return parse(source).flatMap((token) => (typeof token === "string" ? [] : [String(token.name)]));
}

function compileQuery(search: string, names: readonly string[]): [name: string, fill: Fill | Fill[]][] {
  const query = new Map<string, Fill | Fill[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const fill = compileText(value, names);
    const before = query.get(name);
    query.set(name, before === undefined ? fill : [before, fill].flat());
  }
  return [...query];
}

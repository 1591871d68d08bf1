import { type Key, parse, pathToRegexp, regexpToFunction, type Token } from "path-to-regexp";

/** What a pattern has taken from a path, undecoded; an array where a param repeats. */
export type PatternParams = Record<string, string | string[]>;

export interface PatternOptions {
  /** Compare letters as they are written. Default: `/API/x` matches `/api/x`, as in Next. */
  readonly sensitive?: boolean | undefined;
  /** Also match the path with a slash at its end. */
  readonly optionalSlash?: boolean | undefined;
  /** Keep what groups without a name take, as `"0"`, `"1"`, … */
  readonly unnamed?: boolean | undefined;
}

/** A path pattern in the syntax of path-to-regexp 6, such as `/api/users/:id(\\d+)`. */
export interface Pattern {
  readonly source: string;
  /** The only path that it matches (lower case unless `sensitive`), where it has no params. */
  readonly exact: string | undefined;
  /** What every path that it matches begins with, in the same case. */
  readonly prefix: string;
  /** The names of its params. */
  readonly names: readonly string[];
  readonly regexp: RegExp;
  match(path: string): PatternParams | undefined;
}

/**
 * Compiles a pattern.
 *
 * @throws TypeError that says what is wrong with the source, and where
 */
export function compilePattern(source: string, options: PatternOptions = {}): Pattern {
  const { sensitive = false, optionalSlash = false, unnamed = false } = options;
  const keys: Key[] = [];
  const strict = pathToRegexp(source, keys, { delimiter: "/", sensitive, strict: true });
  const regexp = optionalSlash
    ? new RegExp(strict.source.replace(/\$$/, String.raw`(?:\/)?$`), strict.flags)
    : strict;
  const take = regexpToFunction<PatternParams>(regexp, keys);
  const tokens = parse(source);
  const cased = (text: string): string => (sensitive ? text : text.toLowerCase());
  const exact = tokens.every(isText) ? cased(tokens.join("")) : undefined;
  return {
    source,
    exact,
    prefix: exact ?? cased(isText(tokens[0]) ? tokens[0] : ""),
    names: keys.map(({ name }) => String(name)),
    regexp,
    match(path) {
      const found = take(path);
      if (found === false) return undefined;
      const params = { ...found.params };
      if (!unnamed) for (const { name } of keys) if (typeof name === "number") delete params[name];
      return params;
    },
  };
}

function isText(token: Token | undefined): token is string {
  return typeof token === "string";
}

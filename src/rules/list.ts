import type { IncomingHttpHeaders } from "node:http";
import { parseQuery } from "../http/query.ts";
import { pathOf } from "../http/target.ts";
import { type Condition, compileConditions, conditionNames, type Conditions } from "./conditions.ts";
import type { RuleQuery } from "./destination.ts";
import { memoByPath } from "./memo.ts";
import { compilePattern, type Pattern, type PatternParams } from "./pattern.ts";

/** What says to which requests a rule applies. */
export interface RuleSource {
  /** A path pattern in the syntax of path-to-regexp 6. */
  readonly source: string;
  readonly has?: readonly Condition[] | undefined;
  readonly missing?: readonly Condition[] | undefined;
}

/** One request, as rules look at it. */
export class AskedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly #url: string;
  #query: RuleQuery | undefined;

  /** @param url path and query */
  constructor(headers: IncomingHttpHeaders, url: string) {
    this.headers = headers;
    this.path = pathOf(url);
    this.#url = url;
  }

  get query(): RuleQuery {
    return (this.#query ??= parseQuery(this.#url, {}) as RuleQuery);
  }
}

interface Entry<T> {
  readonly order: number;
  readonly pattern: Pattern;
  readonly conditions: Conditions | undefined;
  readonly value: T;
}

/** The names of the params that a rule may give. */
export function namesOf({ source, has }: RuleSource): string[] {
  const names = compilePattern(source).names.filter((name) => !/^\d/.test(name));
  return [...new Set([...names, ...conditionNames(has)])];
}

/**
 * Rules in their order, found by path: those without params by their only path, others by what their paths begin with
 * before any regular expression runs.
 */
export class RuleList<T> {
  readonly #exact = new Map<string, Entry<T>[]>();
  readonly #others: Entry<T>[] = [];
  readonly #sensitive: boolean;

  /** @param options.sensitive compare letters as they are; default: `/API/x` matches `/api/x`, as in Next */
  constructor(
    rules: readonly (RuleSource & { readonly value: T })[],
    { sensitive = false }: { readonly sensitive?: boolean | undefined } = {},
  ) {
    this.#sensitive = sensitive;
    for (const [order, { source, has, missing, value }] of rules.entries()) {
      const pattern = compilePattern(source, { sensitive, optionalSlash: true });
      const entry = { order, pattern, conditions: compileConditions(has, missing), value };
      if (pattern.exact === undefined) this.#others.push(entry);
      else
        for (const path of withSlash(pattern.exact))
          this.#exact.set(path, [...(this.#exact.get(path) ?? []), entry]);
    }
  }

  get isEmpty(): boolean {
    return this.#exact.size === 0 && this.#others.length === 0;
  }

  /** Calls `use` for the rules that apply, in their order, until it returns something. */
  first<R>(asked: AskedRequest, use: (value: T, params: PatternParams) => R | undefined): R | undefined {
    for (const { entry, params } of this.matching(asked.path)) {
      const { conditions, value } = entry;
      const found = conditions === undefined ? undefined : conditions(asked);
      if (conditions !== undefined && found === undefined) continue;
      const result = use(value, found === undefined ? params : { ...params, ...found });
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** The rules for a path, whatever else a request needs; in their order. */
  readonly matching = memoByPath((asked): readonly Matched<T>[] => {
    const path = this.#sensitive ? asked : asked.toLowerCase();
    const found: Matched<T>[] = (this.#exact.get(path) ?? []).map((entry) => ({ entry, params: {} }));
    for (const entry of this.#others) {
      const params = path.startsWith(entry.pattern.prefix) ? entry.pattern.match(asked) : undefined;
      if (params !== undefined) found.push({ entry, params });
    }
    return found.toSorted((a, b) => a.entry.order - b.entry.order);
  });
}

/** A rule for a path, with what it takes from it. */
export interface Matched<T> {
  readonly entry: Entry<T>;
  readonly params: PatternParams;
}

/** The paths of a source without params: it may be asked for with a slash at its end. */
function withSlash(path: string): string[] {
  return [path, `${path}/`];
}

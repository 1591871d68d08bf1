import { RouteError } from "../error.ts";
import { Conflict } from "./conflict.ts";
import { type Matching, RankedTrie } from "./ranked.ts";
import { formatPattern, type Segment } from "./segment.ts";
import { noParams, type Params, Trie } from "./trie.ts";

/** A route by its place. What answers it, the router never learns. */
export interface Route {
  /** The pattern as a file spells it: `/api/post/[pid]`. */
  readonly pattern: string;
  readonly segments: readonly Segment[];
  /** The source file, for messages. */
  readonly file: string;
  /** How paths are matched, where it is not by precedence at each level. The routes of a router share it. */
  readonly matching?: Matching<Route> | undefined;
}

export interface Match<R extends Route> {
  readonly route: R;
  readonly params: Params;
}

/** The path has a malformed percent-encoding where a route takes a param. */
export const BAD_PATH = Symbol("bad path");

const NO_PARAMS: Params = Object.freeze(noParams());

/**
 * Maps paths to routes: an exactly equal static path first, then the dynamic routes by precedence.
 * It is built once from a whole tree and never changes; a reload builds another.
 */
export class Router<R extends Route = Route> {
  /** Routes in matching order. */
  readonly routes: readonly R[];
  /** Routes that another file with the same pattern keeps from being reached: `[unreachable, serving]`. */
  readonly shadowed: readonly (readonly [R, R])[];
  readonly #static = new Map<string, Match<R>>();
  readonly #trie: Trie<R> | RankedTrie<R>;

  /** @throws RouteError `ROUTE_CONFLICT` that names both files. */
  constructor(routes: Iterable<R>) {
    const all = [...routes];
    const matching = all[0]?.matching;
    this.#trie = matching === undefined ? new Trie<R>() : new RankedTrie<R>(matching);
    const shadowed: (readonly [R, R])[] = [];
    for (const route of matching === undefined ? all : all.toSorted(matching.order)) {
      const serving = this.#insert(route);
      if (serving !== undefined) shadowed.push([route, serving]);
    }
    this.shadowed = shadowed;
    this.routes = [...this.#trie.values()];
    if (matching !== undefined) return;
    for (const route of this.routes) {
      if (route.segments.every(({ kind }) => kind === "static")) {
        this.#static.set(formatPattern(route.segments), Object.freeze({ route, params: NO_PARAMS }));
      }
    }
  }

  /** Finds the route of a plain path (undecoded, without query), or that the path is malformed. */
  find(path: string): Match<R> | typeof BAD_PATH | undefined {
    const exact = this.#static.get(path);
    if (exact !== undefined) return exact;
    const found = this.#trie.find(path);
    if (found === undefined) return undefined;
    return found.valid ? { route: found.value, params: found.params } : BAD_PATH;
  }

  /**
   * Finds the next route of a plain path where those that match before it do not answer. Only routes that have one order
   * (`matching`) have a next one.
   */
  findNext(path: string, accepts: (route: R) => boolean): Match<R> | undefined {
    const found = this.#trie instanceof RankedTrie ? this.#trie.find(path, accepts) : undefined;
    return found?.valid === true ? { route: found.value, params: found.params } : undefined;
  }

  /** Finds the static route of a plain path, as it is spelled. */
  findStatic(path: string): Match<R> | undefined {
    return this.#static.get(path);
  }

  #insert(route: R): R | undefined {
    try {
      return this.#trie.insert(route.segments, route, route.matching?.slash?.(route));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const other = (error.other as R).file;
      const text = `${error.message}\n  ${other}\n  ${route.file}\nRename one of the two, or remove it.`;
      throw new RouteError("ROUTE_CONFLICT", text, { file: route.file });
    }
  }
}

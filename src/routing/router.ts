import { RouteError } from "../error.ts";
import { Conflict } from "./conflict.ts";
import { formatPattern, type Segment } from "./segment.ts";
import { noParams, type Params, Trie } from "./trie.ts";

/** A route and what answers it. The router never learns what that is. */
export interface Route<T> {
  /** The pattern as a file spells it: `/api/post/[pid]`. */
  readonly pattern: string;
  readonly segments: readonly Segment[];
  /** The source file, for messages. */
  readonly file: string;
  readonly target: T;
}

export interface Match<T> {
  readonly route: Route<T>;
  readonly params: Params;
}

/** The path has a malformed percent-encoding where a route takes a param. */
export const BAD_PATH = Symbol("bad path");

const NO_PARAMS: Params = Object.freeze(noParams());

/**
 * Maps paths to routes: an exactly equal static path first, then the dynamic routes by precedence.
 * It is built once from a whole tree and never changes; a reload builds another.
 */
export class Router<T> {
  /** Routes in matching order. */
  readonly routes: readonly Route<T>[];
  /** Routes that another file with the same pattern keeps from being reached: `[unreachable, serving]`. */
  readonly shadowed: readonly (readonly [Route<T>, Route<T>])[];
  readonly #static = new Map<string, Match<T>>();
  readonly #trie = new Trie<Route<T>>();

  /** @throws RouteError `ROUTE_CONFLICT` that names both files. */
  constructor(routes: Iterable<Route<T>>) {
    const shadowed: (readonly [Route<T>, Route<T>])[] = [];
    for (const route of routes) {
      const serving = this.#insert(route);
      if (serving !== undefined) shadowed.push([route, serving]);
    }
    this.shadowed = shadowed;
    this.routes = [...this.#trie.values()];
    for (const route of this.routes) {
      if (route.segments.every(({ kind }) => kind === "static")) {
        this.#static.set(formatPattern(route.segments), Object.freeze({ route, params: NO_PARAMS }));
      }
    }
  }

  /** Finds the route of a plain path (undecoded, without query), or tells that the path is malformed. */
  find(path: string): Match<T> | typeof BAD_PATH | undefined {
    const exact = this.#static.get(path);
    if (exact !== undefined) return exact;
    const found = this.#trie.find(path);
    if (found === undefined) return undefined;
    return found.valid ? { route: found.value, params: found.params } : BAD_PATH;
  }

  #insert(route: Route<T>): Route<T> | undefined {
    try {
      return this.#trie.insert(route.segments, route);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const other = (error.other as Route<T>).file;
      throw new RouteError("ROUTE_CONFLICT", `${error.message}\n  ${other}\n  ${route.file}`, {
        file: route.file,
      });
    }
  }
}

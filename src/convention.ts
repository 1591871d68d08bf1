import type { ApiRequest } from "./http/request.ts";
import type { ApiResponse } from "./http/response.ts";
import type { Route } from "./routing/router.ts";
import type { Segment } from "./routing/segment.ts";
import type { Params } from "./routing/trie.ts";

/**
 * Answers one request. It may return a promise; whatever it throws or rejects with becomes an error response.
 * It gets Node's own request and response, with the members of `ApiRequest` and `ApiResponse` on them. `fail` takes
 * what goes wrong when it has returned, and makes an error response of it too.
 */
export type RouteHandler = (
  req: ApiRequest,
  res: ApiResponse,
  params: Params,
  fail: (error: unknown) => void,
) => unknown;

/** A route and what answers it. */
export interface ServedRoute extends Route {
  readonly handle: RouteHandler;
}

/** A way of writing routes as files: which files are routes, and how a loaded module answers a request. */
export interface Convention {
  readonly name: string;
  /** Folders below the project that may hold the routes; the first that exists is taken. */
  readonly roots: readonly string[];
  /** The folder below a root that its routes are in, for messages. */
  readonly folder: string;
  /** The segments of the route in this file (relative to the root, with `/`), or `undefined` if it is none. */
  claim(file: string): Segment[] | undefined;
  /** Orders files that claim the same route: the first one serves. */
  compare(fileA: string, fileB: string): number;
  /** Decides, once at load, all that does not depend on the request. Throws a RouteError for a bad module. */
  bind(module: unknown, pattern: string, file: string): RouteHandler;
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedRoute, Stage, Surroundings } from "../convention.ts";
import type { BAD_PATH, Match, Route, Router } from "../routing/router.ts";

export type Found<R extends Route = ServedRoute> = Match<R> | typeof BAD_PATH | undefined;

/** Finds what answers a request, behind rules and middleware. */
export async function findRoute<R extends Route>(
  router: Router<R>,
  { before, afterFiles, fallback, route = same }: Surroundings,
  req: IncomingMessage,
  res: ServerResponse,
  asked: string,
): Promise<"answered" | { readonly match: Found<R>; readonly url: string }> {
  const find = (url: string): Found<R> => {
    const path = route(pathOf(url), url !== asked);
    return path === undefined ? undefined : router.find(path);
  };
  const exists = (url: string): boolean => find(url) !== undefined;
  let url: string | undefined = asked;
  if ((url = await run(before, req, res, url, exists)) === undefined) return "answered";
  const path = route(pathOf(url), url !== asked);
  const exact = path === undefined ? undefined : router.findStatic(path);
  if (exact !== undefined) return { match: exact, url };
  if ((url = await run(afterFiles, req, res, url, exists)) === undefined) return "answered";
  const match = find(url);
  if (match !== undefined) return { match, url };
  if ((url = await run(fallback, req, res, url, exists)) === undefined) return "answered";
  return { match: find(url), url };
}

/** Runs stages one after the other. Gives the path and query to match, or `undefined` where one of them answers. */
async function run(
  stages: readonly Stage[],
  req: IncomingMessage,
  res: ServerResponse,
  asked: string,
  exists: (url: string) => boolean,
): Promise<string | undefined> {
  let url = asked;
  for (const stage of stages) {
    const result = stage.run(req, res, url, exists);
    const verdict = result instanceof Promise ? await result : result;
    if (verdict === "answered") return undefined;
    if (verdict !== undefined) ({ url } = verdict);
  }
  return url;
}

function same(path: string): string {
  return path;
}

/** A plain path with the query of the target that it is of. Most targets are plain already. */
export function withQueryOf(path: string, target: string): string {
  if (target.startsWith(path) && (target.length === path.length || target[path.length] === "?"))
    return target;
  const fragment = target.indexOf("#");
  const query = target.indexOf("?");
  if (query === -1 || (fragment !== -1 && fragment < query)) return path;
  return path + target.slice(query, fragment === -1 ? undefined : fragment);
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedRoute, Stage, Surroundings } from "../convention.ts";
import type { BAD_PATH, Match, Router } from "../routing/router.ts";

export type Found = Match<ServedRoute> | typeof BAD_PATH | undefined;

/** Finds what answers a request, behind rules and middleware. */
export async function findRoute(
  router: Router<ServedRoute>,
  { before, afterFiles, fallback }: Surroundings,
  req: IncomingMessage,
  res: ServerResponse,
  asked: string,
): Promise<"answered" | { readonly match: Found; readonly url: string }> {
  let url: string | undefined = asked;
  if ((url = await run(before, req, res, url)) === undefined) return "answered";
  const exact = router.findStatic(pathOf(url));
  if (exact !== undefined) return { match: exact, url };
  if ((url = await run(afterFiles, req, res, url)) === undefined) return "answered";
  const match = router.find(pathOf(url));
  if (match !== undefined) return { match, url };
  if ((url = await run(fallback, req, res, url)) === undefined) return "answered";
  return { match: router.find(pathOf(url)), url };
}

/** Runs stages one after the other. Gives the path and query to match, or `undefined` where one of them answers. */
async function run(
  stages: readonly Stage[],
  req: IncomingMessage,
  res: ServerResponse,
  asked: string,
): Promise<string | undefined> {
  let url = asked;
  for (const stage of stages) {
    const result = stage.run(req, res, url);
    const verdict = result instanceof Promise ? await result : result;
    if (verdict === "answered") return undefined;
    if (verdict !== undefined) ({ url } = verdict);
  }
  return url;
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

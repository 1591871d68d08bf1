import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedRoute, Stage, Surroundings } from "../convention.ts";
import type { BAD_PATH, Match, Route, Router } from "../routing/router.ts";

export type Found<R extends Route = ServedRoute> = Match<R> | typeof BAD_PATH | undefined;

/** Where a request leads to, or that a stage has begun an answer. */
type Way<R extends Route> = "answered" | { readonly match: Found<R>; readonly url: string };

/** Finds what answers a request, behind rules and middleware. At once, where no stage takes its time. */
export function findRoute<R extends Route>(
  router: Router<R>,
  { before, afterFiles, fallback, route = same }: Surroundings,
  req: IncomingMessage,
  res: ServerResponse,
  asked: string,
): Way<R> | Promise<Way<R>> {
  const find = (url: string): Found<R> => {
    const path = route(pathOf(url), url !== asked);
    return path === undefined ? undefined : router.find(path);
  };
  const exists = (url: string): boolean => find(url) !== undefined;
  const pass = (stages: readonly Stage[], url: string, then: Continue<R>): Way<R> | Promise<Way<R>> =>
    run(stages, 0, { req, res, url, exists }, then);

  return pass(before, asked, (url) => {
    const path = route(pathOf(url), url !== asked);
    const exact = path === undefined ? undefined : router.findStatic(path);
    if (exact !== undefined) return { match: exact, url };
    return pass(afterFiles, url, (after) => {
      const match = find(after);
      if (match !== undefined) return { match, url: after };
      return pass(fallback, after, (last) => ({ match: find(last), url: last }));
    });
  });
}

type Continue<R extends Route> = (url: string) => Way<R> | Promise<Way<R>>;

interface Passing {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: string;
  readonly exists: (url: string) => boolean;
}

/** Runs stages one after the other from `first` on, and goes on with the path and query to match. */
function run<R extends Route>(
  stages: readonly Stage[],
  first: number,
  passing: Passing,
  then: Continue<R>,
): Way<R> | Promise<Way<R>> {
  const { req, res, exists } = passing;
  let { url } = passing;
  for (let index = first; index < stages.length; index += 1) {
    const verdict = stages[index]!.run(req, res, url, exists);
    if (verdict instanceof Promise) {
      const before = url;
      return verdict.then((late) =>
        late === "answered"
          ? late
          : run(stages, index + 1, { req, res, url: late?.url ?? before, exists }, then),
      );
    }
    if (verdict === "answered") return verdict;
    if (verdict !== undefined) ({ url } = verdict);
  }
  return then(url);
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

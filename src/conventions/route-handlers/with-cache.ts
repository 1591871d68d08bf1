import type { WebEndpoint } from "../../convention.ts";
import { workIsUsed } from "../../cache/work.ts";
import { CachedCalls, type CachedFile } from "./cached-calls.ts";
import { canBeStatic, StaticRoute } from "./static-route.ts";

/** Puts the cache round the endpoint of a route file: its data, and its answers where they can be kept. */
export function withCache(file: CachedFile): WebEndpoint {
  const { endpoint, config } = file;
  const calls = new CachedCalls(file);
  if (canBeStatic(file)) {
    const route = new StaticRoute(file, calls);
    return {
      ...endpoint,
      handle: (request, call) => route.handle(request, call),
      prerender: () => route.prerender(),
    };
  }
  const isCached = config.fetchCache !== undefined;
  return {
    ...endpoint,
    handle: (request, call) =>
      isCached || workIsUsed() ? calls.answer(request, call) : calls.answerAlone(request, call),
  };
}

import type { Call, WebEndpoint } from "../../convention.ts";
import { isThenable } from "../../http/thenable.ts";
import { logError } from "../../observe/logger.ts";
import { isResponse, noResponse } from "../../web/response.ts";
import { enterScope, runTasks, Scope, scopesAreUsed } from "../../web/scope.ts";
import type { UrlOptions } from "../../stand-ins/next/url.ts";
import { toEdgeRequest } from "../next/edge.ts";
import { NextFetchEvent } from "../next/fetch-event.ts";
import type { RouteConfig } from "./config.ts";

export type EdgeHandler = (request: Request, event: NextFetchEvent) => unknown;

/** Binds an API route of the edge runtime: it takes a web request, with the params in the query of its URL. */
export function bindEdge(
  handler: EdgeHandler,
  config: RouteConfig,
  file: string,
  urls: UrlOptions,
): WebEndpoint {
  const { logger, maxDuration } = config;
  return {
    kind: "web",
    settings: { ...config, responseLimit: Infinity, yields: true },
    maxDuration,
    request: (source, call) => toEdgeRequest(source, call, urls),
    handle(request, call) {
      // No web request can have this method (Fetch standard, "forbidden method").
      if (request.method === "TRACE") return new Response(null, { status: 400 });
      if (!scopesAreUsed()) return run(request, call);
      const scope = new Scope(request, (work) => call.waitUntil(work));
      call.res.once("close", () => {
        if (scope.tasks.length > 0) call.waitUntil(runTasks(scope, (error) => logError(logger, error)));
      });
      return enterScope(scope, run, request, call);
    },
  };

  function run(request: Request, call: Call): Response | Promise<Response> {
    const result = handler(request, new NextFetchEvent(request, file, call));
    if (isThenable(result)) return Promise.resolve(result).then((value) => answerOf(value, request));
    return answerOf(result, request);
  }

  function answerOf(value: unknown, request: Request): Response {
    // As in Next, where an edge function is a middleware that may let the request go on.
    if (value === undefined || value === null)
      return new Response(null, { headers: { "x-middleware-next": "1" } });
    if (!isResponse(value)) throw noResponse(value, file);
    return withOwnLocation(value, request);
  }
}

/** A redirect to this very server is sent as a path. */
function withOwnLocation(response: Response, request: Request): Response {
  const location = response.headers.get("location");
  if (location === null || !URL.canParse(location)) return response;
  const { origin, pathname, search, hash } = new URL(location);
  if (origin !== new URL(request.url).origin) return response;
  const headers = new Headers(response.headers);
  headers.set("location", pathname + search + hash);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type RequestTrace,
  requestChannel,
  routeChannel,
  traceFailure,
  traceRequest,
  traceRoute,
} from "../observe/channels.ts";
import { ApiError } from "../error.ts";
import { adopt } from "../api/adopt.ts";
import type { ApiRequest } from "../api/request.ts";
import { isOwnAbort } from "../http/signal.ts";
import { mountPath, routedTarget } from "../http/target.ts";
import { isThenable } from "../http/thenable.ts";
import { closeInTurn } from "../http/turns.ts";
import { watch } from "../http/watched.ts";
import { loggerFor } from "../observe/logger.ts";
import { BAD_PATH } from "../routing/router.ts";
import { RouteCall } from "./call.ts";
import { fail, sendNotFound } from "./failure.ts";
import type { Dispatch, DispatchOptions } from "./served.ts";
import type { Found } from "./stages.ts";
import { patternOf, sendPlainPath, targetOf, unmatchedOf } from "./steps.ts";
import { createSurround } from "./surround.ts";

/** Makes the function that runs the stages of a request, from the top of this file to its end. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { logger, onError, running, onRequest, onFailure } = options;
  const calls = { onFailure: failRoute, logger };
  const surround = createSurround(options, observe);

  const dispatch: Dispatch = (served, begun, req, res, next) => {
    if (served.surroundings !== undefined) return surround(served, begun, req, res, next);
    // 1. the path
    const url = routedTarget(req);
    const target = targetOf(served, url, req.method!);
    const { path, redirect } = target;
    // 2. the route
    const match = served.router.find(path);
    if (match === undefined && next !== undefined) return next();
    if (url !== req.url) req.url = url;
    // 3. observers
    onRequest?.(req, res, patternOf(match), begun);
    if (redirect !== undefined) sendPlainPath(res, mountPath(req) + redirect, target.status);
    else observe(match ?? unmatchedOf(served), url, url, req, res);
  };

  function observe(
    match: Found,
    url: string,
    asked: string,
    req: IncomingMessage,
    res: ServerResponse,
  ): void {
    if (requestChannel.hasSubscribers) {
      traceRequest(req, res, (trace) => answer(match, url, asked, req, res, trace));
    } else answer(match, url, asked, req, res);
  }

  function answer(
    match: Found,
    url: string,
    asked: string,
    req: IncomingMessage,
    res: ServerResponse,
    trace?: RequestTrace,
  ): void {
    // 4. no route
    if (match === undefined && onError === undefined) return sendNotFound(req, res, logger);
    if (match === undefined || match === BAD_PATH) {
      const error =
        match === undefined
          ? new ApiError(404, "NOT_FOUND", "Not Found")
          : new ApiError(400, "BAD_PATH", "Bad Request");
      return fail(error, { req, res, route: undefined }, logger, onError);
    }
    // 5. the route's endpoint; whatever it throws, now or later, comes back here
    const { route } = match;
    const call = new RouteCall(req, res, match, url, asked, trace, calls);
    watch(res, call);
    if (res.socket === null) closeInTurn(req, res);
    try {
      running?.add(res);
      adopt(req, res);
      const result = routeChannel.hasSubscribers
        ? traceRoute({ req, res, route: route.pattern, file: route.file }, () =>
            route.handle(req as ApiRequest, res, call),
          )
        : route.handle(req as ApiRequest, res, call);
      if (isThenable(result)) result.then(undefined, (error: unknown) => call.fail(error));
    } catch (error) {
      call.fail(error);
    }
  }

  function failRoute(error: unknown, { req, res, route, trace }: RouteCall): void {
    if (trace !== undefined) traceFailure(trace, error);
    // A client that has left is not a failure of the route; a route that took too long is one.
    if (!isOwnAbort(req, error)) onFailure?.(error, req, route);
    fail(error, { req, res, route: route.pattern, form: route.failed }, loggerFor(logger, req), onError);
  }

  return dispatch;
}

import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type RequestTrace,
  requestChannel,
  routeChannel,
  traceFailure,
  traceRequest,
  traceRoute,
} from "../observe/channels.ts";
import type { ServedRoute } from "../convention.ts";
import { ApiError } from "../error.ts";
import { adopt } from "../http/adopt.ts";
import { type ErrorHandler, fail, sendNotFound } from "./failure.ts";
import { closeInTurn } from "../http/turns.ts";
import type { ApiRequest } from "../http/request.ts";
import { isOwnAbort } from "../http/signal.ts";
import { mountPath, parseTarget, routedTarget } from "../http/target.ts";
import { isThenable } from "../http/thenable.ts";
import { watch } from "../http/watched.ts";
import type { LogAccess } from "../observe/access-log.ts";
import { logError, type Logger, loggerFor } from "../observe/logger.ts";
import { BAD_PATH, type Match, type Router } from "../routing/router.ts";
import type { Running } from "./in-flight.ts";

export type Next = (error?: unknown) => void;
export type Listener = (req: IncomingMessage, res: ServerResponse, next?: Next) => void;

export interface ListenerOptions {
  /** The routes in force, or a promise while they are being loaded. */
  readonly routes: () => Router<ServedRoute> | Promise<Router<ServedRoute>>;
  readonly logger: Logger;
  readonly onError?: ErrorHandler | undefined;
  /** The answers that are on their way, where the server is not ours to ask. */
  readonly running?: Running | undefined;
  /** Told of every request that is answered here, before it is. */
  readonly onRequest?: LogAccess | undefined;
  /** Told of what a route fails with, before that is answered. */
  readonly onFailure?: ((error: unknown, req: IncomingMessage, route: string) => void) | undefined;
}

/** Makes the function that takes one request from its arrival to its end. Nothing that a route throws escapes it. */
export function createListener(options: ListenerOptions): Listener {
  const { routes, logger, onError, running, onRequest, onFailure } = options;

  function listener(req: IncomingMessage, res: ServerResponse, next?: Next): void {
    const begun = onRequest === undefined ? 0 : performance.now();
    const router = routes();
    if (!(router instanceof Promise)) return dispatch(router, begun, req, res, next);
    const forget = running?.add(res);
    const pass: Next | undefined =
      next &&
      ((error) => {
        forget?.();
        next(error);
      });
    const refuse = (error: unknown): void => {
      onRequest?.(req, res, undefined, begun);
      fail(error, { req, res, route: undefined }, loggerFor(logger, req), onError);
    };
    router.then((loaded) => dispatch(loaded, begun, req, res, pass), pass ?? refuse);
  }

  function dispatch(
    router: Router<ServedRoute>,
    begun: number,
    req: IncomingMessage,
    res: ServerResponse,
    next?: Next,
  ): void {
    // 1. the path
    const url = routedTarget(req);
    const { path, redirect } = parseTarget(url);
    const match = router.find(path);
    if (match === undefined && next !== undefined) return next();
    if (url !== req.url) req.url = url;
    // 2. those who look on
    onRequest?.(req, res, match === BAD_PATH ? undefined : match?.route.pattern, begun);
    if (requestChannel.hasSubscribers) answerTraced(match, redirect, req, res);
    else answer(match, redirect, req, res);
  }

  function answerTraced(
    match: Match<ServedRoute> | typeof BAD_PATH | undefined,
    redirect: string | undefined,
    req: IncomingMessage,
    res: ServerResponse,
  ): void {
    traceRequest(req, res, (trace) => answer(match, redirect, req, res, trace));
  }

  function answer(
    match: Match<ServedRoute> | typeof BAD_PATH | undefined,
    redirect: string | undefined,
    req: IncomingMessage,
    res: ServerResponse,
    trace?: RequestTrace,
  ): void {
    // 3. no plain path, or no route
    if (redirect !== undefined) return sendPlainPath(res, mountPath(req) + redirect);
    if (match === undefined && onError === undefined) return sendNotFound(req, res, logger);
    if (match === undefined || match === BAD_PATH) {
      const error =
        match === undefined
          ? new ApiError(404, "NOT_FOUND", "Not Found")
          : new ApiError(400, "BAD_PATH", "Bad Request");
      return fail(error, { req, res, route: undefined }, logger, onError);
    }
    // 4. the route's handler; whatever it throws, now or later, comes back here
    const { pattern: route, file, handle } = match.route;
    const failed = (error: unknown): void => failRoute(error, req, res, route, trace);
    const late = (error: unknown): void => logError(loggerFor(logger, req), error);
    watch(res, { failed, late });
    if (res.socket === null) closeInTurn(req, res);
    try {
      running?.add(res);
      adopt(req, res);
      const result = routeChannel.hasSubscribers
        ? traceRoute({ req, res, route, file }, () => handle(req as ApiRequest, res, match.params, failed))
        : handle(req as ApiRequest, res, match.params, failed);
      if (isThenable(result)) result.then(undefined, failed);
    } catch (error) {
      failed(error);
    }
  }

  function failRoute(
    error: unknown,
    req: IncomingMessage,
    res: ServerResponse,
    route: string,
    trace: RequestTrace | undefined,
  ): void {
    if (trace !== undefined) traceFailure(trace, error);
    // A client that has left is no failure of the route; a route that took too long is one.
    if (!isOwnAbort(req, error)) onFailure?.(error, req, route);
    fail(error, { req, res, route }, loggerFor(logger, req), onError);
  }

  return listener;
}

/** Sends the client to the plain form of a path, for good, as Next does; Refresh is for clients of old. */
function sendPlainPath(res: ServerResponse, location: string): void {
  res.writeHead(308, { Location: location, Refresh: `0;url=${location}` });
  res.end(location);
}

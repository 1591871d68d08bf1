import type { IncomingMessage, ServerResponse } from "node:http";
import type { RouteHandler } from "./convention.ts";
import { ApiError } from "./error.ts";
import { adopt } from "./http/adopt.ts";
import { type ErrorHandler, fail, watchSource } from "./http/failure.ts";
import type { ApiRequest } from "./http/request.ts";
import { mountPath, parseTarget } from "./http/target.ts";
import { isThenable } from "./http/thenable.ts";
import { logError, type Logger } from "./logger.ts";
import { BAD_PATH, type Router } from "./routing/router.ts";

export type Next = (error?: unknown) => void;
export type Listener = (req: IncomingMessage, res: ServerResponse, next?: Next) => void;

export interface ListenerOptions {
  /** The routes in force, or a promise while they are being loaded. */
  readonly routes: () => Router<RouteHandler> | Promise<Router<RouteHandler>>;
  readonly logger: Logger;
  readonly onError?: ErrorHandler | undefined;
}

/** Makes the function that takes one request from its arrival to its end. Nothing that a route throws escapes it. */
export function createListener({ routes, logger, onError }: ListenerOptions): Listener {
  const logLate = (error: unknown): void => logError(logger, error);

  function listener(req: IncomingMessage, res: ServerResponse, next?: Next): void {
    const router = routes();
    if (!(router instanceof Promise)) return dispatch(router, req, res, next);
    const refuse = (error: unknown): void => fail(error, { req, res, route: undefined }, logger, onError);
    router.then((loaded) => dispatch(loaded, req, res, next), next ?? refuse);
  }

  function dispatch(
    router: Router<RouteHandler>,
    req: IncomingMessage,
    res: ServerResponse,
    next?: Next,
  ): void {
    // 1. the path
    const { path, redirect } = parseTarget(req.url!);
    const match = router.find(path);
    if (redirect !== undefined && (next === undefined || match !== undefined))
      return sendPlainPath(res, mountPath(req) + redirect);
    // 2. no route
    if (match === undefined || match === BAD_PATH) {
      if (match === undefined && next !== undefined) return next();
      const error =
        match === undefined
          ? new ApiError(404, "NOT_FOUND", "Not Found")
          : new ApiError(400, "BAD_PATH", "Bad Request");
      return fail(error, { req, res, route: undefined }, logger, onError);
    }
    // 3. the route's handler; whatever it throws, now or later, comes back here
    const { pattern: route, target: handle } = match.route;
    const failed = (error: unknown): void => fail(error, { req, res, route }, logger, onError);
    res.on("error", logLate);
    res.on("pipe", (source: NodeJS.ReadableStream) => watchSource(source, res, failed));
    try {
      adopt(req, res);
      const result = handle(req as ApiRequest, res, match.params);
      if (isThenable(result)) result.then(undefined, failed);
    } catch (error) {
      failed(error);
    }
  }

  return listener;
}

/** Sends the client to the plain form of a path, for good, as Next does; Refresh is for clients of old. */
function sendPlainPath(res: ServerResponse, location: string): void {
  res.writeHead(308, { Location: location, Refresh: `0;url=${location}` });
  res.end(location);
}

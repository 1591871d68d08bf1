import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type RequestTrace,
  requestChannel,
  routeChannel,
  traceFailure,
  traceRequest,
  traceRoute,
} from "../observe/channels.ts";
import type { ServedRoute, Surroundings } from "../convention.ts";
import { ApiError } from "../error.ts";
import { adopt } from "../api/adopt.ts";
import type { ApiRequest } from "../api/request.ts";
import { isOwnAbort } from "../http/signal.ts";
import { mountPath, parseTarget, type ReadTarget, routedTarget } from "../http/target.ts";
import { isThenable } from "../http/thenable.ts";
import { closeInTurn } from "../http/turns.ts";
import { watch } from "../http/outgoing.ts";
import type { LogAccess } from "../observe/access-log.ts";
import { type Logger, loggerFor } from "../observe/logger.ts";
import { BAD_PATH, type Router } from "../routing/router.ts";
import { noParams } from "../routing/trie.ts";
import { RouteCall } from "./call.ts";
import { type ErrorHandler, fail, sendNotFound } from "./failure.ts";
import type { Running } from "./in-flight.ts";
import { findRoute, type Found, withQueryOf } from "./stages.ts";

export type Next = (error?: unknown) => void;

/** What answers requests: the routes, and what surrounds them. */
export interface Served {
  readonly router: Router<ServedRoute>;
  /** Only where the project has stages. */
  readonly surroundings?: Surroundings | undefined;
  /** How request targets are read, where it is not Next's way. */
  readonly target?: ReadTarget | undefined;
  /** Answers what no route matches, where the convention does that itself. */
  readonly unmatched?: ServedRoute | undefined;
}

export interface DispatchOptions {
  readonly logger: Logger;
  readonly onError?: ErrorHandler | undefined;
  /** The answers that are on their way, where the server is not ours to ask. */
  readonly running?: Running | undefined;
  /** Called for every request that is answered here, before it is. */
  readonly onRequest?: LogAccess | undefined;
  /** Called with what a route fails with, before that is answered. */
  readonly onFailure?: ((error: unknown, req: IncomingMessage, route: ServedRoute) => void) | undefined;
}

/** Takes one request from its arrival to its end. */
export type Dispatch = (
  served: Served,
  begun: number,
  req: IncomingMessage,
  res: ServerResponse,
  next?: Next,
) => void;

/** Makes the function that runs the stages of a request, from the top of this file to its end. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { logger, onError, running, onRequest, onFailure } = options;
  const calls = { onFailure: failRoute, logger };

  function dispatch(
    served: Served,
    begun: number,
    req: IncomingMessage,
    res: ServerResponse,
    next?: Next,
  ): void {
    if (served.surroundings !== undefined) {
      surround(served, served.surroundings, begun, req, res, next);
      return;
    }
    // 1. the path
    const url = routedTarget(req);
    const target = served.target === undefined ? parseTarget(url) : served.target(url, req.method!);
    const { path, redirect } = target;
    // 2. the route
    const match = served.router.find(path);
    if (match === undefined && next !== undefined) return next();
    if (url !== req.url) req.url = url;
    // 3. observers
    onRequest?.(req, res, patternOf(match), begun);
    if (redirect !== undefined) sendPlainPath(res, mountPath(req) + redirect, target.status);
    else observe(match ?? unmatchedOf(served), url, req, res);
  }

  /** The same for a project with rules or middleware. */
  function surround(
    served: Served,
    surroundings: Surroundings,
    begun: number,
    req: IncomingMessage,
    res: ServerResponse,
    next?: Next,
  ): void {
    const { target = parseTarget } = served;
    let match: Found;
    // 1. the path
    const given = req.url!;
    const url = routedTarget(req, surroundings.base);
    const { path, redirect, status } = target(url, req.method!);
    if (url !== req.url) req.url = url;
    const plain = withQueryOf(path, url);
    // 2. observers; who answers is known later
    const pending = onRequest?.(req, res, () => patternOf(match), begun);
    if (redirect !== undefined) return sendPlainPath(res, mountPath(req) + redirect, status);
    const done = running?.add(res);
    // 3. stages before the routes, the route, stages behind them
    try {
      const way = findRoute(served.router, surroundings, req, res, plain);
      if (way instanceof Promise) way.then(go, refuse);
      else go(way);
    } catch (error) {
      refuse(error);
    }

    function go(found: Awaited<ReturnType<typeof findRoute<ServedRoute>>>): void {
      if (found === "answered") return;
      match = found.match;
      if (match === undefined && next !== undefined) {
        pending?.forget();
        done?.();
        req.url = given;
        return next();
      }
      const { own = same } = surroundings;
      req.url = own(req.url!);
      observe(match ?? unmatchedOf(served), own(found.url), req, res);
    }

    function refuse(error: unknown): void {
      fail(error, { req, res, route: undefined }, loggerFor(logger, req), onError);
    }
  }

  function observe(match: Found, url: string, req: IncomingMessage, res: ServerResponse): void {
    if (requestChannel.hasSubscribers) {
      traceRequest(req, res, (trace) => answer(match, url, req, res, trace));
    } else answer(match, url, req, res);
  }

  function answer(
    match: Found,
    url: string,
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
    const call = new RouteCall(req, res, match, url, trace, calls);
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
    // A client that has left is no failure of the route; a route that took too long is one.
    if (!isOwnAbort(req, error)) onFailure?.(error, req, route);
    fail(error, { req, res, route: route.pattern, form: route.failed }, loggerFor(logger, req), onError);
  }

  return dispatch;
}

function same(url: string): string {
  return url;
}

function patternOf(match: Found): string | undefined {
  return match === BAD_PATH ? undefined : match?.route.pattern;
}

function unmatchedOf({ unmatched }: Served): Found {
  return unmatched && { route: unmatched, params: noParams() };
}

/** Sends the client to the plain form of a path, for good, as Next does; Refresh is for old clients. */
function sendPlainPath(res: ServerResponse, location: string, status?: number): void {
  if (status === undefined) {
    res.writeHead(308, { Location: location, Refresh: `0;url=${location}` });
    res.end(location);
    return;
  }
  res.writeHead(status, { Location: location });
  res.end();
}

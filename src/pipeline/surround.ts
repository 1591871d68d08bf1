import type { IncomingMessage, ServerResponse } from "node:http";
import { mountPath, routedTarget } from "../http/target.ts";
import type { LogAccess } from "../observe/access-log.ts";
import { loggerFor } from "../observe/logger.ts";
import type { Dispatch, DispatchOptions, Next, Served } from "./served.ts";
import { fail } from "./failure.ts";
import { patternOf, sendPlainPath, targetOf, unmatchedOf } from "./steps.ts";
import { ANSWERED, Finder, type Found, type Way, withQueryOf } from "./stages.ts";

/** Answers a request by what its path has matched. */
type Answer = (match: Found, url: string, asked: string, req: IncomingMessage, res: ServerResponse) => void;

/** A request on its way through the stages. */
interface Passage {
  readonly served: Served;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly next: Next | undefined;
  /** The target as the host has it. */
  readonly given: string;
  /** Who answers; known behind the stages. */
  match: Found;
  pending: ReturnType<LogAccess>;
  done: (() => void) | undefined;
}

/** Makes the way of a request in a project with rules or middleware: the stages before the routes, and behind them. */
export function createSurround(options: DispatchOptions, answer: Answer): Dispatch {
  const { logger, onError, running, onRequest } = options;
  let finder: Finder | undefined;
  let finderOf: Served | undefined;

  const surround: Dispatch = (served, begun, req, res, next) => {
    const surroundings = served.surroundings!;
    if (finderOf !== served) {
      finder = new Finder(served.router, surroundings);
      finderOf = served;
    }
    // 1. the path
    const given = req.url!;
    const url = routedTarget(req, surroundings.base);
    const { path, redirect, status } = targetOf(served, url, req.method!);
    if (url !== given) req.url = url;
    // 2. observers
    const passage: Passage = {
      served,
      req,
      res,
      next,
      given,
      match: undefined,
      pending: undefined,
      done: undefined,
    };
    if (onRequest !== undefined) passage.pending = onRequest(req, res, () => patternOf(passage.match), begun);
    if (redirect !== undefined) return sendPlainPath(res, mountPath(req) + redirect, status);
    passage.done = running?.add(res);
    // 3. stages before the routes, the route, stages behind them
    try {
      const way = finder!.find(req, res, withQueryOf(path, url));
      if (way instanceof Promise)
        way.then((late) => go(late, passage)).catch((error) => refuse(error, passage));
      else go(way, passage);
    } catch (error) {
      refuse(error, passage);
    }
  };

  function go(way: Way, passage: Passage): void {
    if (way === ANSWERED) return;
    const { match } = way;
    const { served, req, res, next } = passage;
    if (match === undefined && next !== undefined) {
      passage.pending?.forget();
      passage.done?.();
      req.url = passage.given;
      return next();
    }
    passage.match = match;
    const own = served.surroundings!.own;
    const asked = req.url!;
    if (own === undefined) return answer(match ?? unmatchedOf(served), way.url, asked, req, res);
    req.url = own(asked);
    answer(match ?? unmatchedOf(served), own(way.url), asked, req, res);
  }

  function refuse(error: unknown, { req, res }: Passage): void {
    fail(error, { req, res, route: undefined }, loggerFor(logger, req), onError);
  }

  return surround;
}

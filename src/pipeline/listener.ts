import type { IncomingMessage, ServerResponse } from "node:http";
import { millisecondsNow } from "../observe/access-log.ts";
import { loggerFor } from "../observe/logger.ts";
import { createDispatch } from "./dispatch.ts";
import { fail } from "./failure.ts";
import type { DispatchOptions, Next, Served } from "./served.ts";

export type { Next, Served };
export type Listener = (req: IncomingMessage, res: ServerResponse, next?: Next) => void;

export interface ListenerOptions extends DispatchOptions {
  /** What answers requests now, or a promise while it is being loaded. */
  readonly served: () => Served | Promise<Served>;
}

/** Makes the function that Node or a host calls for each request. Nothing that a route throws escapes it. */
export function createListener(options: ListenerOptions): Listener {
  const { served, logger, onError, running, onRequest } = options;
  const dispatch = createDispatch(options);

  return (req, res, next) => {
    const begun = onRequest === undefined ? 0 : millisecondsNow();
    const current = served();
    if (!(current instanceof Promise)) return dispatch(current, begun, req, res, next);
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
    current.then((loaded) => dispatch(loaded, begun, req, res, pass), pass ?? refuse);
  };
}

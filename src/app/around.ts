import type { IncomingMessage, ServerResponse } from "node:http";
import type { createHostCheck } from "../http/allowed-hosts.ts";
import { type Logger, loggerFor } from "../observe/logger.ts";
import { type ErrorHandler, fail } from "../pipeline/failure.ts";
import type { Listener } from "../pipeline/listener.ts";

/** Gives whether it has begun an answer. */
export type AnswerUnmatched = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

export function hostBefore(listener: Listener, check: ReturnType<typeof createHostCheck>): Listener {
  return check === undefined
    ? listener
    : (req, res, next) => void (check(req, res) || listener(req, res, next));
}

/** Asks `unmatched` about what no route matches; where it does not answer, the routes' 404 does. */
export function behind(
  routes: Listener,
  unmatched: AnswerUnmatched,
  { logger, onError }: { readonly logger: Logger; readonly onError: ErrorHandler | undefined },
): Listener {
  return (req, res) =>
    routes(req, res, () => {
      unmatched(req, res).then(
        (answered) => answered || routes(req, res),
        (error: unknown) => fail(error, { req, res, route: undefined }, loggerFor(logger, req), onError),
      );
    });
}

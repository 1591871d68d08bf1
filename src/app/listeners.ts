import type { IncomingMessage, ServerResponse } from "node:http";
import type { createHostCheck } from "../http/allowed-hosts.ts";
import { createHealth, type HealthAnswerer } from "../lifecycle/health.ts";
import type { Lifecycle, LifecycleOptions } from "../lifecycle/hooks.ts";
import { CHANGES_PATH } from "../observe/error-page.ts";
import { type Logger, loggerFor } from "../observe/logger.ts";
import { type ErrorHandler, fail } from "../pipeline/failure.ts";
import type { Listener } from "../pipeline/listener.ts";

/** Gives whether it has begun an answer. */
export type AnswerUnmatched = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

/* Listeners that come before those of the routes, or behind them. */

/** Asks first whether the host that is asked for may be answered to. */
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

/** In development: says which state of the files is served, to error pages that wait for a change. */
export function changesBefore(listener: Listener, served: () => object | Promise<object>): Listener {
  const versions = new WeakMap<object, number>();
  let count = 0;
  const versionOf = async (): Promise<string> => {
    try {
      const current = await served();
      if (!versions.has(current)) versions.set(current, (count += 1));
      return String(versions.get(current));
    } catch (error) {
      return String(error);
    }
  };
  return (req, res, next) => {
    if (req.url !== CHANGES_PATH || req.method !== "GET") return listener(req, res, next);
    void versionOf().then((version) => {
      res.setHeader("Content-Type", "text/plain; charset=utf-8");
      res.setHeader("Cache-Control", "no-store");
      res.end(version);
    });
  };
}

/** Health endpoints come before the routes; without them nothing does. */
export function healthBefore(
  listener: Listener,
  health: LifecycleOptions["health"],
  life: Lifecycle,
  logger: Logger,
): Listener {
  if (health === undefined || health === false) return listener;
  const answer: HealthAnswerer = createHealth(health === true ? {} : health, () => life.phase, logger);
  return (req, res, next) => void (answer(req, res) || listener(req, res, next));
}

import { AsyncResource } from "node:async_hooks";
import { type TracingChannel, tracingChannel } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isThenable } from "../http/thenable.ts";

/** What subscribers of `pages-api:request` are given; one object for all events of a request. */
export interface RequestTrace {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** What the request's route failed with, if it did. */
  error?: unknown;
}

/** What subscribers of `pages-api:route` are given; one object for all events of a call. */
export interface RouteTrace extends RequestTrace {
  /** The pattern, such as `/api/post/[pid]`. */
  readonly route: string;
  /** The source file, relative to the project; the pattern again for a route that is given as a module. */
  readonly file: string;
}

/** What the types of Node 20 lack. */
type Channel<T extends object> = TracingChannel<T, T> & { readonly hasSubscribers: boolean };

/** `start` when a request arrives, `end` when the listener returns, `asyncStart` and `asyncEnd` when the answer is out. */
export const requestChannel = tracingChannel("pages-api:request") as Channel<RequestTrace>;
/** `start` and `end` around a route's handler, its body parser included; `asyncStart` and `asyncEnd` when it settles. */
export const routeChannel = tracingChannel("pages-api:route") as Channel<RouteTrace>;

/** Runs a request with the stores of the channel's subscribers, and notifies them of its progress. */
export function traceRequest(
  req: IncomingMessage,
  res: ServerResponse,
  run: (trace: RequestTrace) => void,
): void {
  const { start, end, asyncStart, asyncEnd } = requestChannel;
  const trace: RequestTrace = { req, res };
  start.runStores(trace, () => {
    // The events of a response come from the connection, which knows nothing of the stores.
    const scope = new AsyncResource("pages-api:request");
    const publish = (): void => {
      asyncStart.publish(trace);
      asyncEnd.publish(trace);
    };
    const settle = (): void => {
      res.off("finish", settle).off("close", settle);
      scope.runInAsyncScope(publish);
    };
    res.on("finish", settle).on("close", settle);
    try {
      run(trace);
    } finally {
      end.publish(trace);
    }
  });
}

/** Notifies subscribers that a request has failed. */
export function traceFailure(trace: RequestTrace, error: unknown): void {
  trace.error = error;
  requestChannel.error.publish(trace);
}

/** Calls a route's handler with the stores of the channel's subscribers, and notifies them of its progress. */
export function traceRoute(trace: RouteTrace, call: () => unknown): unknown {
  const { start, end, asyncStart, asyncEnd, error: failed } = routeChannel;

  function fail(error: unknown): never {
    trace.error = error;
    failed.publish(trace);
    throw error;
  }

  function settled(): void {
    asyncStart.publish(trace);
    asyncEnd.publish(trace);
  }

  return start.runStores(trace, () => {
    try {
      const result = call();
      return isThenable(result) ? Promise.resolve(result).catch(fail).finally(settled) : result;
    } catch (error) {
      return fail(error);
    } finally {
      end.publish(trace);
    }
  });
}

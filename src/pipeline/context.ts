import { AsyncResource, executionAsyncId } from "node:async_hooks";
import { IncomingRequest } from "../http/incoming.ts";
import type { Listener } from "./listener.ts";

/**
 * Gives each request an async context of its own: it begins with the stores of whoever calls the listener, such as a
 * tracer, and what the request leaves in an AsyncLocalStorage ends with it.
 */
export function inOwnContext(listener: Listener): Listener {
  return (req, res, next) => {
    if (req instanceof IncomingRequest) {
      req.inOwnContext(listener, res, next);
      return;
    }
    // A host may have entered stores of its own where the request has come from: they must stay as they are.
    const context = new AsyncResource("pages-api:request", executionAsyncId());
    context.runInAsyncScope(listener, undefined, req, res, next);
  };
}

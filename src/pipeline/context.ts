import { callInOwnContext } from "../http/async-context.ts";
import { IncomingRequest } from "../http/incoming.ts";
import type { Listener } from "./listener.ts";

/**
 * Gives each request an async context of its own: it begins with the stores of whoever calls the listener, such as a
 * tracer, and what the request leaves in an AsyncLocalStorage ends with it.
 */
export function inOwnContext(listener: Listener): Listener {
  return (req, res, next) => callInOwnContext(listener, req instanceof IncomingRequest, req, res, next);
}

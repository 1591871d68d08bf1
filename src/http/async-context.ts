import { AsyncResource, executionAsyncId, executionAsyncResource } from "node:async_hooks";
import type { Socket } from "node:net";
import { dropStores, initHookExists } from "./node-fields.ts";

/*
 * All requests of a connection begin in one async context, that of its parser. Before Node 24, an AsyncLocalStorage keeps
 * its store as a property of it: `enterWith` in one request, and the next, maybe of another user, has its store. So each
 * request gets a context of its own. It takes 3 to 4 % of "JSON" (`npm run bench`), and nothing can be handed on where no
 * async hook exists. Every AsyncLocalStorage in use has one: until then, requests run in the context of the parser.
 *
 * From Node 24 on, an AsyncLocalStorage needs no hook: Node itself begins each request with the stores that its connection
 * began with. There, too, hooks may follow the async ids.
 */

/** An async id of when it was first noticed that contexts exist; 0 until then, and other than 0 for good. */
let since = 0;

/** Connections that are older, and have no store left of their requests before that. */
const cleared = new WeakSet<Socket>();

/** Whether there is, or was, anything in this process that hands a value from a call on to what the call starts. */
export function contextsExist(): boolean {
  if (since === 0 && initHookExists()) since = new AsyncResource("pages-api:first").asyncId();
  return since !== 0;
}

/** Makes the context of a request that begins: it has the stores of whoever calls, such as a tracer. */
export function createContext(socket: Socket): AsyncResource {
  // Left by a request that has entered a store and disabled its storage in one call: nobody had noticed.
  if (executionAsyncId() < since && !cleared.has(socket)) {
    cleared.add(socket);
    dropStores(executionAsyncResource());
  }
  return new AsyncResource("pages-api:request", executionAsyncId());
}

/** Makes the context of a request that began without one. The stores that it has entered since then move there. */
export function moveContext(): AsyncResource {
  const context = new AsyncResource("pages-api:request", executionAsyncId());
  dropStores(executionAsyncResource());
  return context;
}

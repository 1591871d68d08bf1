import { AsyncResource, executionAsyncId, executionAsyncResource } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { copyStores, dropStores, initHookExists, type Resource, resourceKeyOf } from "./node-fields.ts";

/*
 * All requests of a connection begin in one async context, that of its parser. Before Node 24, an AsyncLocalStorage keeps
 * its store as a property of it: `enterWith` in one request, and the next, maybe of another user, has its store. So each
 * request runs in a copy of it, which takes its place for so long. To make and enter an AsyncResource for that takes 3 to
 * 6 % of "JSON" (`npm run bench`). Nothing can be handed on where no async hook exists. Every AsyncLocalStorage in use has
 * one: until then, requests run in the context of the parser.
 *
 * From Node 24 on, an AsyncLocalStorage needs no hook: Node itself begins each request with the stores that its connection
 * began with.
 */

/** What a request runs in: a copy of the parser's, or a real one where there is no parser, as in HTTP/2. */
type Context = Resource | AsyncResource;

const kContext = Symbol("async context");

/** A request that may have a context, which listeners of its body run in, too; Node runs them in the connection's. */
interface ContextualRequest extends IncomingMessage {
  [kContext]?: Context;
}

type Push = (chunk: any, encoding?: BufferEncoding) => boolean;

/** An async id of when it was first noticed that contexts exist; 0 until then, and other than 0 for good. */
let since = 0;

/** The context that the current call runs in; none behind an `await`. */
let running: Context | undefined;

/** Connections that are older, and have no store left of their requests before that. */
const cleared = new WeakSet<Socket>();

/** Whether there is, or was, anything in this process that hands a value from a call on to what the call starts. */
function contextsExist(): boolean {
  if (since === 0 && initHookExists()) since = new AsyncResource("pages-api:first").asyncId();
  return since !== 0;
}

/**
 * Calls a listener in an async context of its request, if contexts exist. It begins with the stores of whoever calls, such
 * as a tracer; no other request, nor the caller, sees what the listener leaves.
 *
 * @param owned - whether the connection is our server's; a host's may have stores of the host, which stay as they are
 */
export function callInOwnContext<R extends ContextualRequest>(
  listener: (req: R, ...rest: any[]) => void,
  owned: boolean,
  req: R,
  res: unknown,
  next: unknown,
): void {
  if (!contextsExist()) {
    try {
      listener(req, res, next);
    } finally {
      // On our own server, `push` comes later and looks.
      if (!owned && contextsExist()) dropStores(executionAsyncResource());
    }
    return;
  }
  const current = executionAsyncResource() as Resource;
  // Left by a request that has entered a store and disabled its storage in one call: nobody had noticed.
  if (owned && executionAsyncId() < since && !cleared.has(req.socket)) {
    cleared.add(req.socket);
    dropStores(current);
  }
  const parser = parserOf(req, current);
  const context = createContext(parser, current);
  // A host gets requests back as they were: what no route matches goes on there.
  if (owned) req[kContext] = context;
  runIn(context, parser, current, listener, undefined, req, res, next);
}

/** Keeps the context of a host's request, if there is one, for listeners of its body. */
export function keepContext(req: ContextualRequest): void {
  if (running !== undefined) req[kContext] = running;
}

/**
 * Hands a request a piece of its body, or the end, in the context of the request.
 *
 * @param owned - whether the connection is our server's
 */
export function pushInContext(
  req: ContextualRequest,
  owned: boolean,
  push: Push,
  chunk: any,
  encoding?: BufferEncoding,
): boolean {
  if (!contextsExist()) {
    try {
      return push.call(req, chunk, encoding);
    } finally {
      // On our own server, the next piece or the end looks.
      if (!owned && contextsExist()) moveContext(req, true);
    }
  }
  const context = (req[kContext] ??= moveContext(req, owned));
  // Most requests end while nobody reads them: no listener is called.
  const isUnreadEnd = chunk === null && req.readableFlowing === null;
  if (isUnreadEnd) return push.call(req, chunk, encoding);
  const current = executionAsyncResource() as Resource;
  return runIn(context, parserOf(req, current), current, push, req, chunk, encoding);
}

/** The parser of a request's connection, where the current call runs in its context. */
function parserOf(req: IncomingMessage, current: Resource): Resource | undefined {
  const { parser } = (req.socket ?? {}) as { parser?: Resource | null };
  if (parser === undefined || parser === null) return undefined;
  const key = resourceKeyOf(parser);
  return key !== undefined && parser[key] === current ? parser : undefined;
}

function createContext(parser: Resource | undefined, current: Resource): Context {
  return parser === undefined ? createResource() : { ...current };
}

function createResource(): AsyncResource {
  return new AsyncResource("pages-api:request", executionAsyncId());
}

/** Makes the context of a request that began without one. The stores that it has entered since then move there. */
function moveContext(req: ContextualRequest, drops: boolean): Context {
  const current = executionAsyncResource() as Resource;
  const context = createContext(parserOf(req, current), current);
  // A host may have stores of its own there.
  if (drops) dropStores(current);
  req[kContext] = context;
  return context;
}

/** @param parser - where the current call runs in the context of one */
function runIn<T>(
  context: Context,
  parser: Resource | undefined,
  current: Resource,
  call: (...args: any[]) => T,
  self: unknown,
  ...args: [unknown, unknown, unknown?]
): T {
  const outer = running;
  running = context;
  try {
    if (context instanceof AsyncResource) return context.runInAsyncScope(call, self, ...args);
    if (parser === undefined) return resourceOf(context).runInAsyncScope(call, self, ...args);
    parser[resourceKeyOf(parser)!] = context;
    return call.call(self, args[0], args[1], args[2]);
  } finally {
    running = outer;
    if (parser !== undefined) putBack(parser, context, current);
  }
}

/** For a context whose parser does not run. */
function resourceOf(context: Resource): AsyncResource {
  const resource = createResource();
  copyStores(context, resource);
  return resource;
}

function putBack(parser: Resource, context: Context, current: Resource): void {
  const key = resourceKeyOf(parser)!;
  // The connection may have closed: its parser serves another one then.
  if (parser[key] === context) parser[key] = current;
}

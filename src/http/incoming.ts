import type { AsyncResource } from "node:async_hooks";
import { IncomingMessage, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { contextsExist, createContext, moveContext } from "./async-context.ts";
import { type kResponse, signalOf } from "./signal.ts";

/** The async context that listeners of the body run in; Node runs them in the connection's. */
const kContext = Symbol("async context");
export const kDestroyed = Symbol("to call when it is destroyed");

/**
 * Node's own request that knows its response, its async context and its signal. The server builds it
 * (`http.createServer`'s `IncomingMessage` option), so that there is no wrapper and no change of prototype.
 */
export class IncomingRequest extends IncomingMessage {
  declare [kResponse]: ServerResponse | undefined;
  declare [kContext]: AsyncResource | undefined;
  /** Called when the request is destroyed, after its end or before. */
  declare [kDestroyed]: ((error: Error | null) => void) | undefined;

  /**
   * Fires when the answer can no longer be completed: the client has left (`AbortError`), or the route's
   * `maxDuration` is up (`TimeoutError`). Made on first read.
   */
  declare readonly signal: AbortSignal;

  /** Calls a listener in an async context of this request, if contexts exist: no other request sees what it leaves. */
  inOwnContext(listener: (req: this, ...rest: any[]) => void, res: ServerResponse, next: unknown): void {
    if (!contextsExist()) {
      listener(this, res, next);
      return;
    }
    this[kContext] = createContext(this.socket);
    this[kContext].runInAsyncScope(listener, undefined, this, res, next);
  }

  override push(chunk: any, encoding?: BufferEncoding): boolean {
    if (!contextsExist()) return super.push(chunk, encoding);
    const context = (this[kContext] ??= moveContext());
    // Most requests end while nobody reads them: no listener is called.
    const isUnreadEnd = chunk === null && this.readableFlowing === null;
    if (isUnreadEnd) return super.push(chunk, encoding);
    return context.runInAsyncScope(super.push, this, chunk, encoding);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this[kDestroyed]?.(error);
    super._destroy(error, callback);
  }
}

// The types of Node 26 have a property here, which a class cannot have an accessor for.
Object.defineProperty(IncomingRequest.prototype, "signal", {
  get(this: IncomingRequest): AbortSignal {
    return signalOf(this);
  },
  configurable: true,
});

const { get } = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, "headers") as {
  get(this: IncomingMessage): IncomingHttpHeaders;
};

/** The headers as the client has sent them. */
export function sentHeaders(req: IncomingMessage): IncomingHttpHeaders {
  return req instanceof IncomingRequest ? get.call(req) : req.headers;
}

/** Sets a member of a request. Express 5 has getters without setters on its prototype. */
export function define(req: IncomingMessage, name: "query" | "cookies" | "headers", value: unknown): void {
  Object.defineProperty(req, name, { value, writable: true, enumerable: true, configurable: true });
}

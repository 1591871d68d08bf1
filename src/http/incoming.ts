import { IncomingMessage, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { pushInContext } from "./async-context.ts";
import { type kResponse, signalOf } from "./signal.ts";

export const kDestroyed = Symbol("to call when it is destroyed");

/**
 * Node's own request that knows its response, its async context and its signal. The server builds it
 * (`http.createServer`'s `IncomingMessage` option), so that there is no wrapper and no change of prototype.
 */
export class IncomingRequest extends IncomingMessage {
  declare [kResponse]: ServerResponse | undefined;
  /** Called when the request is destroyed, after its end or before. */
  declare [kDestroyed]: ((error: Error | null) => void) | undefined;

  /**
   * Fires when the answer can no longer be completed: the client has left (`AbortError`), or the route's
   * `maxDuration` is up (`TimeoutError`). Made on first read.
   */
  declare readonly signal: AbortSignal;

  override push(chunk: any, encoding?: BufferEncoding): boolean {
    return pushInContext(this, true, super.push, chunk, encoding);
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

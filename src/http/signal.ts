import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerHttp2Stream } from "node:http2";
import { Duplex } from "node:stream";
import { ApiError } from "../error.ts";
import { isEmulated, isHttp2 } from "./header.ts";

/** The response to a request; set before its handler runs. */
export const kResponse = Symbol("response");
const kController = Symbol("abort controller");

/** A request that knows its response: ours, or one of another server. */
export interface LinkedRequest extends IncomingMessage {
  [kResponse]?: ServerResponse | undefined;
  [kController]?: AbortController | undefined;
}

/**
 * A signal that fires when the answer can no longer be completed: its connection is closed, or its time is up. It
 * does not fire after a complete answer. Made when it is first asked for.
 */
export function signalOf(req: LinkedRequest): AbortSignal {
  return controllerOf(req).signal;
}

/** Fires the request's signal, also for those who ask for it later. */
export function abortRequest(req: LinkedRequest, reason: DOMException): void {
  controllerOf(req).abort(reason);
}

/**
 * Whether an error only passes on what the request's signal has said: the client left, or the time was up. The refusal
 * of a request that has timed out is not one.
 */
export function isOwnAbort(req: LinkedRequest, error: unknown): boolean {
  const signal = req[kController]?.signal;
  if (signal?.aborted !== true) return false;
  try {
    if (error instanceof ApiError) return false;
    return error === signal.reason || (error as { cause?: unknown } | undefined)?.cause === signal.reason;
  } catch {
    return false;
  }
}

function controllerOf(req: LinkedRequest): AbortController {
  const present = req[kController];
  if (present !== undefined) return present;
  const controller = (req[kController] = new AbortController());
  const res = req[kResponse];
  if (res === undefined) return controller;
  let broken = false;
  const look = (): void => {
    if (broken || !isComplete(res)) controller.abort(closedTooEarly());
  };
  if (res.destroyed) {
    look();
    return controller;
  }
  // What the system has not taken when the connection ends has finished too, in Node's eyes.
  res.once("finish", () => (broken = req.socket.destroyed));
  res.once("close", look);
  return controller;
}

/**
 * Whether all of an answer has been sent. Node's HTTP/2 responses, and those without a connection (serverless-http,
 * light-my-request), know only whether they were ended.
 *
 * @param finished whether the response has said so; one without a connection may while it is being ended
 */
export function isComplete(res: ServerResponse, finished = false): boolean {
  const { socket, writableEnded, writableFinished } = res as {
    socket?: unknown;
    writableEnded: boolean;
    writableFinished?: boolean;
  };
  const connected = !socket || socket instanceof Duplex;
  return connected ? (writableFinished ?? writableEnded) : finished || writableEnded;
}

/**
 * Ends the exchange of an answer that cannot be completed. Where there is no connection to end, whoever waits
 * for the answer gets an error.
 */
export function cut(res: ServerResponse, error?: unknown): void {
  if (isHttp2(res)) resetStream(res);
  const silent = !isHttp2(res) && !res.destroyed && isEmulated(res);
  res.destroy();
  if (silent) res.emit("error", new Error("The answer was cut off.", { cause: error }));
}

/** INTERNAL_ERROR (RFC 9113 section 7). To name Node's constant loads HTTP/2. */
const INTERNAL_ERROR = 2;

/**
 * Resets the stream of an answer over HTTP/2 that has not ended. Node closes it without an error, and the client takes what
 * it got for the whole.
 */
export function resetStream(res: ServerResponse): void {
  const { stream } = res as unknown as { readonly stream: ServerHttp2Stream };
  if (!res.writableEnded && !stream.closed && !stream.destroyed) stream.close(INTERNAL_ERROR);
}

function closedTooEarly(): DOMException {
  return new DOMException("The connection was closed before the answer was complete.", "AbortError");
}

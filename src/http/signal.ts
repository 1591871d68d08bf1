import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "../error.ts";

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
 * of a request whose time is up is none.
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
  let cut = false;
  const look = (): void => {
    if (cut || !isComplete(res)) controller.abort(closedTooEarly());
  };
  if (res.destroyed) {
    look();
    return controller;
  }
  // What the system has not taken when the connection ends has finished too, in Node's eyes.
  res.once("finish", () => (cut = req.socket.destroyed));
  res.once("close", look);
  return controller;
}

/** Node's HTTP/2 responses know only whether they were ended. */
function isComplete(res: ServerResponse): boolean {
  const { writableEnded, writableFinished = writableEnded } = res as {
    writableEnded: boolean;
    writableFinished?: boolean;
  };
  return writableFinished;
}

function closedTooEarly(): DOMException {
  return new DOMException("The connection was closed before the answer was complete.", "AbortError");
}

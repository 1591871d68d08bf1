import type { ServerResponse } from "node:http";
import { finished, Transform } from "node:stream";
import { pipeCount } from "./node-fields.ts";

/** Called with what goes wrong with an answer outside of its handler. */
export interface Watcher {
  /** A stream that is piped to it has failed: the answer cannot be completed. */
  failed(error: unknown): void;
  /** It was written to after its end, or its connection has failed. */
  late(error: unknown): void;
}

type Source = NodeJS.ReadableStream & { destroy?(): void };

/** Gives a response its watcher. */
export function watch(res: ServerResponse, watcher: Watcher): void {
  res.on("error", (error) => watcher.late(error));
  res.on("pipe", (source: NodeJS.ReadableStream) => watchSource(source, res, watcher));
}

/**
 * Reports a stream that fails, or closes before its end, while it is piped to a response that is still open.
 * Listeners of the route itself come first: one that answers, or unpipes the stream, has dealt with it.
 * A client that leaves ends the stream, with the file or connection behind it, which Node would leave open.
 */
function watchSource(source: Source, res: ServerResponse, watcher: Watcher): void {
  let piped = true;
  res.on("unpipe", (other) => {
    // Node unpipes it from a response that has ended, too.
    if (other === source && !res.writableEnded && !res.destroyed) piped = false;
  });
  // Before Node's own listener, which unpipes it.
  res.prependOnceListener("close", () => {
    if (piped && !isShared(source)) discard(source);
  });
  finished(source, { writable: false }, (error) => {
    if (!error) return;
    process.nextTick(() => {
      if (piped && !res.writableEnded && !res.destroyed) watcher.failed(error);
    });
  });
}

/** Lets go of a stream that nobody reads any more, with the file or connection behind it. */
export function discard(source: Source): void {
  // One that has not begun may still fail on opening.
  source.on("error", ignore);
  source.destroy?.();
}

/**
 * Whether a stream may have other readers, now or later: it is piped elsewhere too, or it is one that is still written
 * to, such as a PassThrough that brings events to many clients. That one holds memory alone.
 */
function isShared(source: Source): boolean {
  if (pipeCount(source) > 1) return true;
  return source instanceof Transform && !source.writableEnded;
}

function ignore(): void {}

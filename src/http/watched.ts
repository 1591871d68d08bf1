import { ServerResponse } from "node:http";
import { finished, Transform } from "node:stream";

/** Called with what goes wrong with an answer outside of its handler. */
export interface Watcher {
  /** A stream that is piped to it has failed: the answer cannot be completed. */
  failed(error: unknown): void;
  /** It was written to after its end, or its connection has failed. */
  late(error: unknown): void;
}

const kWatcher = Symbol("watcher");
const kLate = Symbol("the last late error");

/** Node's own response that has a watcher. Two listeners would do, and take 2.5 % of a small answer. */
export class WatchedResponse extends ServerResponse {
  declare [kWatcher]: Watcher | undefined;
  declare [kLate]: unknown;

  override emit(event: string | symbol, ...args: any[]): boolean {
    const watcher = this[kWatcher];
    if (watcher !== undefined) {
      if (event === "pipe") watchSource(args[0] as NodeJS.ReadableStream, this, watcher);
      if (event === "error") {
        // A stream that is piped here emits it a second time where nobody else listens.
        if (this[kLate] !== args[0]) watcher.late(args[0]);
        this[kLate] = args[0];
        if (this.listenerCount(event) === 0) return true;
      }
    }
    return super.emit(event, ...args);
  }
}

export function watch(res: ServerResponse, watcher: Watcher): void {
  if (res instanceof WatchedResponse) {
    res[kWatcher] = watcher;
    return;
  }
  res.on("error", (error) => watcher.late(error));
  res.on("pipe", (source: NodeJS.ReadableStream) => watchSource(source, res, watcher));
}

type Source = NodeJS.ReadableStream & { destroy?(): void };

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
  const { pipes } = (source as { _readableState?: { pipes?: readonly unknown[] } })._readableState ?? {};
  if (pipes !== undefined && pipes.length > 1) return true;
  return source instanceof Transform && !source.writableEnded;
}

function ignore(): void {}

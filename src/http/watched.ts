import { ServerResponse } from "node:http";
import { finished } from "node:stream";

/** Told of what goes wrong with an answer outside of its handler. */
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
        // A stream that is piped here tells of it a second time where nobody else listens.
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

/**
 * Reports a stream that fails, or closes before its end, while it is piped to a response that is still open.
 * Listeners of the route itself come first: one that answers, or unpipes the stream, has dealt with it.
 */
function watchSource(source: NodeJS.ReadableStream, res: ServerResponse, watcher: Watcher): void {
  let piped = true;
  res.on("unpipe", (other) => {
    if (other === source) piped = false;
  });
  finished(source, { writable: false }, (error) => {
    if (!error) return;
    process.nextTick(() => {
      if (piped && !res.writableEnded && !res.destroyed) watcher.failed(error);
    });
  });
}

import type { ServerResponse } from "node:http";
import type { ServerHttp2Stream } from "node:http2";
import { finished, Transform } from "node:stream";
import { isHttp2 } from "./header.ts";
import { pipeCount } from "./node-fields.ts";

/** Called with what goes wrong with an answer outside of its handler. */
export interface Watcher {
  /** A stream that is piped to it has failed: the answer cannot be completed. */
  failed(error: unknown): void;
  /** It was written to after its end, or its connection has failed. */
  late(error: unknown): void;
}

export type Source = NodeJS.ReadableStream & { destroy?(): void };

/**
 * Reports a stream that fails, or closes before its end, while it is piped to a response that is still open.
 * Listeners of the route itself come first: one that answers, or unpipes the stream, has dealt with it.
 * A client that leaves ends the stream, with the file or connection behind it, which Node would leave open.
 */
export function watchSource(source: Source, res: ServerResponse, watcher: Watcher): void {
  if (isGone(res)) {
    // The client left while the route was about to pipe: no event comes any more.
    leave(source, 1);
    return;
  }
  let piped = true;
  res.on("unpipe", (other) => {
    // Node unpipes it from a response that has ended, too.
    if (other === source && isOpen(res)) piped = false;
  });
  // Before Node's own listener, which unpipes it.
  res.prependOnceListener("close", () => {
    if (piped) leave(source, 1);
  });
  // Node's HTTP/2 takes no body there, and never ends the answer: the source would wait for ever.
  if (isHttp2(res) && res.req.method === "HEAD") {
    source.once("data", () => {
      res.end();
      leave(source, 1);
    });
  }
  finished(source, { writable: false }, (error) => {
    if (!error) return;
    process.nextTick(() => {
      if (piped && isOpen(res)) watcher.failed(error);
    });
  });
}

/** Lets go of a stream that nobody reads any more, with the file or connection behind it, and with what is piped to it. */
export function discard(source: Source): void {
  // One that has not begun may still fail on opening.
  source.on("error", ignore);
  // Node takes what is piped to a stream off it when it closes, and leaves it open.
  source.on("unpipe", (behind: Source) => leave(behind, 0));
  source.destroy?.();
}

/**
 * Discards a stream, unless it has other readers, now or later.
 *
 * @param pipes - how many streams it is piped to where nobody else reads it
 */
function leave(source: Source, pipes: 0 | 1): void {
  if (pipeCount(source) <= pipes && !mayBeShared(source)) discard(source);
}

/**
 * Whether a stream is one that is still written to, such as a PassThrough that brings events to many clients. That one
 * holds memory alone. Nobody can read what is compressed from the middle on: that is for one reader.
 */
function mayBeShared(source: Source): boolean {
  return source instanceof Transform && !source.writableEnded && !isZlib(source);
}

/** The streams of node:zlib count the bytes that are written to them; other transforms of Node do not. */
function isZlib(source: Transform): boolean {
  return "bytesWritten" in source && "flush" in source;
}

/** Whether an answer goes on: it has not ended, and its client is there. */
function isOpen(res: ServerResponse): boolean {
  return !res.writableEnded && !isGone(res);
}

/** Whether the exchange has closed. A response of HTTP/2 does not say so itself. */
function isGone(res: ServerResponse): boolean {
  if (!isHttp2(res)) return res.destroyed;
  const { stream } = res as { stream?: ServerHttp2Stream };
  return stream === undefined || stream.destroyed;
}

function ignore(): void {}

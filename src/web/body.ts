import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "../error.ts";
import { ReadError, readBytes } from "../http/read.ts";

/** How much of a body waits for its reader before the client is held back; bytes. */
const HIGH_WATER = 64 * 1024;

/**
 * Reads a whole body.
 *
 * @param use - called with it
 * @throws ApiError 413 for more bytes than the limit; what the client still sends is dropped
 */
export function bytesOf<T>(
  req: IncomingMessage,
  limit: number | undefined,
  use: (bytes: Buffer) => T,
): Promise<T> {
  return readBytes(req, limit ?? Infinity).then(use, (error: unknown) => {
    if (!(error instanceof ReadError)) throw error;
    if (!error.tooLarge) throw new TypeError(error.message, { cause: error.cause });
    dropRest(req);
    throw tooLarge(limit!);
  });
}

/**
 * The body as a stream. The client is held back while nobody reads; what is left when the answer is complete is
 * dropped, so that the connection serves the next request.
 */
export function streamOf(
  req: IncomingMessage,
  res: ServerResponse,
  limit: number | undefined,
): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = receive(req, res, limit, controller);
      },
      pull() {
        req.resume();
      },
      cancel() {
        stop?.();
      },
    },
    { highWaterMark: HIGH_WATER, size: (chunk) => chunk.byteLength },
  );
}

/**
 * Gives what comes to a stream, until the body, the answer or the client ends.
 *
 * @returns stops it
 */
function receive(
  req: IncomingMessage,
  res: ServerResponse,
  limit: number | undefined,
  controller: ReadableStreamDefaultController<Uint8Array>,
): () => void {
  let received = 0;
  let over = false;

  function finish(act: () => void): void {
    if (over) return;
    over = true;
    req.off("data", take).off("end", end).off("error", fail).off("close", fail);
    act();
  }

  function end(): void {
    finish(() => controller.close());
  }

  function fail(error?: unknown): void {
    finish(() => controller.error(error ?? new DOMException("The client left.", "AbortError")));
  }

  function refuse(limit: number): void {
    finish(() => controller.error(tooLarge(limit)));
    dropRest(req);
  }

  function take(chunk: Buffer): void {
    received += chunk.length;
    if (limit !== undefined && received > limit) return refuse(limit);
    // Bytes of their own, which the reader may transfer: Node's buffers share theirs.
    controller.enqueue(Uint8Array.prototype.slice.call(chunk));
    if ((controller.desiredSize ?? 0) <= 0) req.pause();
  }

  function listen(): void {
    req.on("data", take).on("end", end).on("error", fail).on("close", fail);
    req.pause();
    res.once("finish", () => {
      finish(() => controller.error(new DOMException("The answer is complete.", "AbortError")));
      dropRest(req);
    });
  }

  if (limit !== undefined && Number(req.headers["content-length"]) > limit) refuse(limit);
  else if (req.readableEnded || (req.complete && !req.readable)) end();
  else if (req.destroyed) fail();
  else listen();
  return () => finish(() => dropRest(req));
}

function tooLarge(limit: number): ApiError {
  return new ApiError(413, "BODY_TOO_LARGE", `Body exceeded ${limit} bytes limit`);
}

function dropRest(req: IncomingMessage): void {
  if (!req.destroyed) req.resume();
}

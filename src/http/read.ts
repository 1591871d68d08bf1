import type { IncomingMessage } from "node:http";
import { ApiRequest, kDestroyed, sentHeaders } from "./request.ts";

/** Why a body was not read to its end. */
export class ReadError extends Error {
  readonly tooLarge: boolean;

  constructor(message: string, tooLarge: boolean, options?: ErrorOptions) {
    super(message, options);
    this.tooLarge = tooLarge;
  }
}

/** What has come so far. The listeners are the same for all requests: a set for each takes 3 % of a small POST. */
class Reading {
  readonly chunks: Buffer[] = [];
  received = 0;
  readonly limit: number;
  /** NaN where the client has not said. */
  readonly declared: number;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: ReadError) => void;

  constructor(limit: number, declared: number, resolve: Reading["resolve"], reject: Reading["reject"]) {
    this.limit = limit;
    this.declared = declared;
    this.resolve = resolve;
    this.reject = reject;
  }
}

const kReading = Symbol("reading");
type ReadRequest = IncomingMessage & { [kReading]?: Reading | undefined };

/**
 * Reads a body of at most so many bytes. The limit is held against the declared length, against the bytes as they
 * come, and what has come is held against what was declared. (raw-body takes 5 % more of a POST of 500 KB, since it
 * copies what comes in one piece, 0.3 µs of 13 of a small one, and 5 MB of memory for its charsets.)
 *
 * @throws ReadError; the request is paused then, and its rest is still to be read
 */
export function readBytes(req: ReadRequest, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(sentHeaders(req)["content-length"] ?? NaN);
    if (declared > limit) return reject(tooLarge());
    if (!req.readable || req.readableEncoding !== null) {
      return reject(new ReadError("The body has been read, or is decoded, by other code", false));
    }
    req[kReading] = new Reading(limit, declared, resolve, reject);
    req.on("data", take).on("end", finish);
    // Two listeners more would take 3 % of a small POST.
    if (req instanceof ApiRequest) req[kDestroyed] = fail;
    else req.on("error", fail).on("close", fail);
  });
}

function take(this: ReadRequest, chunk: Buffer): void {
  const reading = this[kReading]!;
  reading.received += chunk.length;
  if (reading.received > reading.limit) refuse(this, tooLarge());
  else reading.chunks.push(chunk);
}

function finish(this: ReadRequest): void {
  const { chunks, received, declared, resolve } = this[kReading]!;
  if (received !== declared && !Number.isNaN(declared)) {
    refuse(this, new ReadError(`Of ${declared} bytes ${received} have come`, false));
    return;
  }
  release(this);
  resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, received));
}

function fail(this: ReadRequest, cause?: unknown): void {
  refuse(this, new ReadError("The client left before the end of its body", false, { cause }));
}

function refuse(req: ReadRequest, error: ReadError): void {
  const { reject } = req[kReading]!;
  release(req);
  req.unpipe();
  req.pause();
  reject(error);
}

function release(req: ReadRequest): void {
  req[kReading] = undefined;
  req.off("data", take).off("end", finish);
  if (req instanceof ApiRequest) req[kDestroyed] = undefined;
  else req.off("error", fail).off("close", fail);
}

/** @throws ReadError for more bytes than the limit */
export function checkSize(bytes: Buffer, limit: number): Buffer {
  if (bytes.length > limit) throw tooLarge();
  return bytes;
}

function tooLarge(): ReadError {
  return new ReadError("The body is larger than its limit", true);
}

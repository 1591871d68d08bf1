import type { IncomingMessage } from "node:http";
import type { RawBodyError } from "raw-body";
import { ApiError } from "../error.ts";
import { ReadError } from "./read.ts";

/** How much of a refused body is read and dropped before the connection is cut. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 10_000;

/**
 * Lets go of what the client still sends of a body that is refused, and says what it is to be answered.
 *
 * @param limit - as its author wrote it; the message of a 413 repeats it
 */
export async function refuse(req: IncomingMessage, cause: unknown, limit: string): Promise<never> {
  const discarded = discard(req);
  if (closesConnection(req)) await discarded;
  else void discarded.then((whole) => whole || req.socket.destroy());
  if (!isTooLarge(cause)) throw new ApiError(400, "INVALID_BODY", "Invalid body", { cause });
  throw new ApiError(413, "BODY_TOO_LARGE", `Body exceeded ${limit} limit`, { cause });
}

/**
 * Drops the rest of a refused body. Without this the client would meet a reset while it still sends, and never see
 * the answer; without a bound it could send for ever.
 *
 * @returns whether the client has come to its end, or left
 */
function discard(req: IncomingMessage): Promise<boolean> {
  if (req.destroyed || req.complete) return Promise.resolve(true);
  return new Promise((resolve) => {
    let dropped = 0;
    const timer = setTimeout(resolve, DISCARD_MS, false).unref();
    const finish = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    req.on("data", (chunk: Buffer) => {
      dropped += chunk.length;
      if (dropped > DISCARD_BYTES) resolve(false);
    });
    req.once("end", finish);
    req.once("close", finish);
    req.on("error", ignore);
    req.resume();
  });
}

/** Whether Node closes the connection with the answer (RFC 9112 section 9.3): at once, also while the client sends. */
function closesConnection({ headers, httpVersion }: IncomingMessage): boolean {
  return httpVersion === "1.0" || /\bclose\b/i.test(headers.connection ?? "");
}

function isTooLarge(error: unknown): boolean {
  if (error instanceof ReadError) return error.tooLarge;
  return (error as RawBodyError).type === "entity.too.large";
}

function ignore(): void {}

import { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { readBytes } from "./read.ts";
import { refuse } from "./refuse.ts";

/** The bytes of a body that the host has read, and kept beside what it made of them, as Cloud Functions do. */
export function keptBytes(req: IncomingMessage): Uint8Array | undefined {
  const { rawBody } = req as { rawBody?: unknown };
  return rawBody instanceof Uint8Array ? rawBody : undefined;
}

/** Whether a body that has been read can be read once more: it was kept, and the request is Node's own. */
export function isKept(req: IncomingMessage): boolean {
  return req.readableEnded && keptBytes(req) !== undefined && req instanceof IncomingMessage;
}

/** Makes a kept body readable once more, on the very request: for routes that read it themselves. */
export async function rewind(req: IncomingMessage): Promise<void> {
  // Whoever has read it may have called us from within its end: Node has still to close the stream.
  if (!req.closed) await new Promise(setImmediate);
  // As Node's own constructor does; listeners and all else on the request stay.
  (Readable as unknown as (this: Readable) => void).call(req);
  req.push(keptBytes(req));
  req.push(null);
}

/**
 * Reads a body of at most so many bytes, and keeps it beside the request, so that it can be read again.
 *
 * @param limit - bytes, and as its author wrote it
 * @throws ApiError 413 `Body exceeded 10mb limit`, 400 for a body that does not come to its end
 */
export async function readKept(
  req: IncomingMessage,
  limit: { readonly bytes: number; readonly text: string },
): Promise<Uint8Array> {
  const kept = keptBytes(req);
  if (kept !== undefined) return kept;
  try {
    const bytes = await readBytes(req, limit.bytes);
    Object.assign(req, { rawBody: bytes });
    return bytes;
  } catch (error) {
    return refuse(req, error, limit.text);
  }
}

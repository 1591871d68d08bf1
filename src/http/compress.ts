import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { createEncoder, type Encoder, negotiateCoding } from "./coding.ts";
import { appendVary } from "./header.ts";

/** A body whose length is known and below this is sent as it is. */
export const THRESHOLD = 1024;
/** Events have to arrive one by one; bytes of no type are seldom text, whatever the registry of types says. */
const KEPT_PLAIN = /^(?:text\/event-stream|application\/octet-stream)\b/i;
const NO_TRANSFORM = /(?:^|[\s,])no-transform(?:[\s,]|$)/i;

/**
 * Decides how a body is coded (RFC 9110 section 8.4), once its headers are final, and sets Content-Encoding and Vary.
 * Server-sent events are never held back.
 *
 * @param length - the body's length in bytes where it is known before the header is sent
 * @returns the encoder to write the body to, or `null` where it is sent as it is
 */
export function startEncoder(
  res: ServerResponse,
  length: number | undefined,
  status: number,
): Encoder | null {
  // Node looks names up in lower case; one that is so already costs nothing to convert.
  const type = res.getHeader("content-type");
  if (type === undefined || !isCompressible(String(type))) return null;
  const caching = res.getHeader("cache-control");
  if (caching !== undefined && NO_TRANSFORM.test(String(caching))) return null;
  appendVary(res, "Accept-Encoding");
  const accepted = res.req.headers["accept-encoding"];
  if (accepted === undefined || res.req.method === "HEAD") return null;
  if ((length ?? THRESHOLD) < THRESHOLD || Number(res.getHeader("content-length")) < THRESHOLD) return null;
  if (status === 204 || status === 304) return null;
  // A range is one of the bytes as they are (RFC 9110 section 14.1.2).
  if (status === 206 || res.hasHeader("content-range")) return null;
  if ((res.getHeader("content-encoding") ?? "identity") !== "identity") return null;
  const coding = negotiateCoding(accepted);
  if (coding === undefined) return null;
  res.setHeader("Content-Encoding", coding);
  res.removeHeader("Content-Length");
  return createEncoder(coding, length);
}

const require = createRequire(import.meta.url);

/** The usual types: most servers answer with no other, and need not load the registry of all types, which takes 2.4 MB. */
const known = new Map<string, boolean>([
  ["application/json; charset=utf-8", true],
  ["application/json", true],
  ["text/html; charset=utf-8", true],
  ["text/html", true],
  ["text/plain; charset=utf-8", true],
  ["text/plain", true],
  ["text/event-stream", false],
  ["application/octet-stream", false],
]);

export function isCompressible(type: string): boolean {
  let answer = known.get(type);
  if (answer === undefined) {
    const compressible = require("compressible") as (type: string) => boolean | undefined;
    answer = compressible(type) === true && !KEPT_PLAIN.test(type);
    // Types come from handlers: a set that is small, unless one of them makes up boundaries.
    if (known.size < 1000) known.set(type, answer);
  }
  return answer;
}

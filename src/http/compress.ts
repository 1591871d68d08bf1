import type { ServerResponse } from "node:http";
import { constants, createDeflate, createGzip, type Deflate, type Gzip } from "node:zlib";
import compressible from "compressible";
import Negotiator from "negotiator";
import { appendVary } from "./header.ts";

export type Encoder = Gzip | Deflate;

/** A body whose length is known and below this is sent as it is. */
const THRESHOLD = 1024;
/** Events have to arrive one by one; bytes of no type are seldom text, whatever the registry of types says. */
const KEPT_PLAIN = /^(?:text\/event-stream|application\/octet-stream)\b/i;
const NO_TRANSFORM = /(?:^|,)\s*no-transform\s*(?:,|$)/i;
/** What was sent to the encoder leaves it at once, so that a client can decode every write as it arrives. */
const FLUSH_EACH_WRITE = { flush: constants.Z_SYNC_FLUSH };

/**
 * Decides how a body is coded (RFC 9110 section 8.4), once its headers are final, and sets Content-Encoding and Vary.
 * The rules are Next's, but that server-sent events are never held back.
 *
 * @param length - the body's length in bytes where it is known before the header is sent
 * @returns the encoder to write the body to, or `null` where it is sent as it is
 */
export function startEncoder(res: ServerResponse, length: number | undefined): Encoder | null {
  const type = res.getHeader("Content-Type");
  if (type === undefined || !isCompressible(String(type))) return null;
  if (NO_TRANSFORM.test(String(res.getHeader("Cache-Control") ?? ""))) return null;
  appendVary(res, "Accept-Encoding");
  const accepted = res.req.headers["accept-encoding"];
  if (accepted === undefined || res.req.method === "HEAD") return null;
  if ((length ?? THRESHOLD) < THRESHOLD || Number(res.getHeader("Content-Length")) < THRESHOLD) return null;
  if (res.statusCode === 204 || res.statusCode === 304) return null;
  if ((res.getHeader("Content-Encoding") ?? "identity") !== "identity") return null;
  const coding = negotiate(accepted);
  if (coding === undefined) return null;
  res.setHeader("Content-Encoding", coding);
  res.removeHeader("Content-Length");
  return coding === "gzip" ? createGzip(FLUSH_EACH_WRITE) : createDeflate(FLUSH_EACH_WRITE);
}

/** gzip wherever the client takes it and does not like the plain body better, else deflate. */
function negotiate(accepted: string): "gzip" | "deflate" | undefined {
  const negotiator = new Negotiator({ headers: { "accept-encoding": accepted } });
  for (const coding of ["gzip", "deflate"] as const) {
    const best = negotiator.encoding([coding, "identity"]);
    if (best === coding) return coding;
  }
  return undefined;
}

const known = new Map<string, boolean>();

function isCompressible(type: string): boolean {
  let answer = known.get(type);
  if (answer === undefined) {
    answer = compressible(type) === true && !KEPT_PLAIN.test(type);
    // Types come from handlers: a set that is small, unless one of them makes up boundaries.
    if (known.size < 1000) known.set(type, answer);
  }
  return answer;
}

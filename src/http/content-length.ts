import type { ServerResponse } from "node:http";
import { kSettings, type ResponseSettings } from "./settings.ts";

const kReported = Symbol("its length was reported");

/** What Node keeps of a response whose header is out. */
interface Framed extends ServerResponse {
  _contentLength?: number | null;
  _last?: boolean;
  [kReported]?: boolean;
  [kSettings]?: ResponseSettings | undefined;
}

/** The Content-Length that a response has, or `undefined` for one without, or whose status or method has no body. */
function declaredLength(res: Framed): number | undefined {
  const length = res.headersSent ? res._contentLength : undefined;
  const declared = length ?? res.getHeader("content-length");
  if (declared === undefined || declared === null) return undefined;
  const { statusCode } = res;
  return statusCode === 204 || statusCode === 304 || res.req.method === "HEAD" ? undefined : Number(declared);
}

/**
 * The part of a chunk that its Content-Length leaves room for (RFC 9112 section 6.3): what goes beyond would be the
 * beginning of the next answer on the connection, which is closed behind this one.
 *
 * @param sent bytes so far, this chunk included
 */
export function fitToLength(
  res: Framed,
  chunk: string | Uint8Array,
  encoding: unknown,
  sent: number,
): string | Uint8Array {
  // What comes after the end Node refuses.
  const declared = res.writableEnded ? undefined : declaredLength(res);
  if (declared === undefined || !(sent > declared)) return chunk;
  const bytes =
    typeof chunk === "string"
      ? Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8")
      : chunk;
  closeBehind(res, sent, declared);
  return bytes.subarray(0, Math.max(0, declared - (sent - bytes.byteLength)));
}

/** At the end of a body: one that is shorter than its Content-Length would have the client wait for the rest. */
export function checkLength(res: Framed, sent: number): void {
  const declared = declaredLength(res);
  if (declared !== undefined && sent < declared) closeBehind(res, sent, declared);
}

function closeBehind(res: Framed, sent: number, declared: number): void {
  const settings = res[kSettings];
  if (settings?.dev === true && res[kReported] !== true) {
    const size = sent > declared ? `at least ${sent} bytes` : `${sent} bytes`;
    settings.logger.warn(
      `${settings.file ?? res.req.url}: the body has ${size}, its Content-Length says ${declared}. The connection is ` +
        "closed. Leave Content-Length out, or set it to Buffer.byteLength(text).",
    );
  }
  res[kReported] = true;
  res.shouldKeepAlive = false;
  res._last = true;
}

import { type ServerResponse, validateHeaderValue } from "node:http";
import { type HeadersArgument, isSetCookie } from "./header.ts";
import { kSettings, type WriteSettings } from "./settings.ts";

/** A response whose fields about the length of its body are looked at. */
interface FramedResponse extends ServerResponse {
  readonly [kSettings]?: WriteSettings | undefined;
}

const LENGTH = "content-length";
const CODING = "transfer-encoding";

/** Whether a field says where the body ends (RFC 9112 section 6). */
export function isFraming(name: string): boolean {
  if (name.length !== LENGTH.length && name.length !== CODING.length) return false;
  const lower = name.toLowerCase();
  return lower === LENGTH || lower === CODING;
}

/** Whether `setHeader` is to settle what is given to `writeHead`: cookies, or such a field, are among it. */
export function mustFold(headers: HeadersArgument): boolean {
  if (!Array.isArray(headers)) return Object.keys(headers).some(isFolded);
  return headers.flat().some((text) => typeof text === "string" && isFolded(text));
}

function isFolded(name: string): boolean {
  return isFraming(name) || isSetCookie(name);
}

/**
 * Whether such a field can be sent. With a length that is not a number of bytes, or another coding than chunks, clients
 * and proxies would not agree on where the next answer begins.
 *
 * @throws TypeError ERR_INVALID_CHAR, as Node for every header
 */
export function takesFraming(
  res: FramedResponse,
  name: string,
  value: number | string | readonly string[] | undefined,
): boolean {
  // Node has an error of its own for it.
  if (value === undefined) return true;
  const isLengthField = name.length === LENGTH.length;
  if (isLengthField ? isByteCount(value) : isChunked(res, value)) return true;
  for (const each of [value].flat()) validateHeaderValue(name, String(each));
  const settings = res[kSettings];
  if (settings?.dev === true) {
    const cure = isLengthField ? "Leave it out, or set it to Buffer.byteLength(text)." : "Leave it out.";
    settings.logger.warn(
      `${settings.file ?? res.req.url}: the header ${name}: ${[value].flat().join(", ")} is invalid, and is not sent. ${cure}`,
    );
  }
  return false;
}

/** Whether a value can be a Content-Length (RFC 9110 section 8.6). */
export function isByteCount(value: unknown): boolean {
  return typeof value === "number"
    ? Number.isSafeInteger(value) && value >= 0
    : /^[ \t]*\d{1,15}[ \t]*$/.test(String(value));
}

/** HTTP/1.0 has no chunks. */
function isChunked({ req }: ServerResponse, value: unknown): boolean {
  return req.httpVersion !== "1.0" && String(value).trim().toLowerCase() === "chunked";
}

/** Leaves one such field at most, once all are set: none for a 204 (RFC 9110 section 8.6), chunks before a length. */
export function settleFraming(res: ServerResponse, status: number): void {
  const isChunkedNow = res.hasHeader(CODING);
  if ((isChunkedNow || status === 204) && res.hasHeader(LENGTH)) res.removeHeader(LENGTH);
  if (isChunkedNow && (status === 204 || status === 304)) res.removeHeader(CODING);
}

/**
 * Refuses a status between 100 and 199 for an answer (RFC 9110 section 15.2): the client would wait for another one, and
 * take the next answer of the connection for it.
 *
 * @throws RangeError
 */
export function refuseInterim(status: number): void {
  if (status < 100 || !(status < 200)) return;
  throw new RangeError(
    `The status ${status} cannot be that of an answer: a client waits for another one behind it. ` +
      "Use res.writeContinue(), res.writeProcessing() or res.writeEarlyHints(), and answer with a status from 200 on.",
  );
}

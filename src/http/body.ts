import { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { parse as parseForm } from "node:querystring";
import { Readable } from "node:stream";
import { parse as parseContentType } from "content-type";
import type { RawBodyError } from "raw-body";
import { ApiError } from "../error.ts";
import { parseNested } from "./nested.ts";
import { checkSize, ReadError, readBytes } from "./read.ts";
import { sentHeaders } from "./request.ts";

/** How a route wants its request bodies. */
export interface BodySettings {
  /** Bytes. */
  readonly sizeLimit: number;
  /** The limit as its author wrote it; the 413 message repeats it. */
  readonly sizeLimitText: string;
  /** Parse nested keys of forms with qs. */
  readonly extended: boolean;
}

/** What most clients send, word for word. */
const JSON_BODY = { type: "application/json", charset: "utf-8" };

/** How much of a refused body is read and dropped before the connection is cut. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 10_000;

/**
 * Whether a request has content (RFC 9112 section 6.3): a length other than 0, or a transfer coding. In HTTP/2 it has
 * where its header does not end the stream (RFC 9113 section 8.1).
 */
export function hasBody(req: IncomingMessage): boolean {
  const headers = sentHeaders(req);
  const length = headers["content-length"];
  if (length !== undefined) return length !== "0";
  if (headers["transfer-encoding"] !== undefined) return true;
  return req.httpVersionMajor === 2 && !(req as unknown as Http2ServerRequest).stream.endAfterHeaders;
}

/** The bytes of a body that the host has read, and kept beside what it made of them, as Cloud Functions do. */
function keptBytes(req: IncomingMessage): Uint8Array | undefined {
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
 * Reads and parses a request body by its Content-Type, as Next does: JSON, a form, else text.
 *
 * @param use - called with the value; what it gives or throws is the promise's
 * @throws ApiError 400 `Invalid JSON` or `Invalid body`, 413 `Body exceeded 1mb limit`. What the client still
 *   sends of a refused body is read and dropped, so that it sees the answer; beyond a bound the connection is cut.
 */
export function readBody(
  req: IncomingMessage,
  settings: BodySettings,
  use: (body: unknown) => unknown,
): Promise<unknown> {
  const { type, charset } = typeOf(sentHeaders(req)["content-type"]);
  const { sizeLimit } = settings;
  const refused = (cause: unknown): Promise<never> => refuse(req, cause, settings);
  // No promise more than one between the body and its use, where it is read as most are.
  return charset === "utf-8" && !req.readableEnded
    ? readBytes(req, sizeLimit).then((bytes) => use(parse(textOf(bytes), type, settings)), refused)
    : readText(req, charset, sizeLimit).then((text) => use(parse(text, type, settings)), refused);
}

/** Lets go of what the client still sends, and says what it is to be answered. */
async function refuse(req: IncomingMessage, cause: unknown, settings: BodySettings): Promise<never> {
  const discarded = discard(req);
  if (closesConnection(req)) await discarded;
  else void discarded.then((whole) => whole || req.socket.destroy());
  if (!isTooLarge(cause)) throw new ApiError(400, "INVALID_BODY", "Invalid body", { cause });
  throw new ApiError(413, "BODY_TOO_LARGE", `Body exceeded ${settings.sizeLimitText} limit`, { cause });
}

/** Node's own decoder. Like the others it drops a byte order mark. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Reads a body of any charset, or one that the host has read and kept. */
async function readText(req: IncomingMessage, charset: string, limit: number): Promise<string> {
  const kept = req.readableEnded ? keptBytes(req) : undefined;
  if (req.readableEnded && kept === undefined) return "";
  if (charset === "utf-8") return textOf(checkSize(Buffer.from(kept!), limit));
  // It takes 5 MB with all its charsets: few ask for one.
  const { default: getRawBody } = await import("raw-body");
  const source = kept === undefined ? req : Readable.from([kept]);
  // What the host has kept may be decoded, and longer than the client said.
  const length = kept === undefined ? (req.headers["content-length"] ?? null) : null;
  return getRawBody(source, { encoding: charset, length, limit });
}

/** The media type and charset. A header that is absent or not of RFC 9110's grammar counts as text/plain. */
function typeOf(header: string | undefined): { type: string; charset: string } {
  if (header === JSON_BODY.type) return JSON_BODY;
  try {
    const { type, parameters } = parseContentType(header ?? "text/plain");
    return { type, charset: parameters["charset"]?.toLowerCase() || "utf-8" };
  } catch {
    return { type: "text/plain", charset: "utf-8" };
  }
}

function parse(text: string, type: string, settings: BodySettings): unknown {
  if (type === "application/json" || type === "application/ld+json") return parseJson(text);
  if (type !== "application/x-www-form-urlencoded") return text;
  return settings.extended ? parseNested(text) : parseForm(text);
}

function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ApiError(400, "INVALID_JSON", "Invalid JSON", { cause: error });
  }
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

import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { parse as parseForm } from "node:querystring";
import { Readable } from "node:stream";
import { parse as parseContentType } from "content-type";
import { ApiError } from "../error.ts";
import { parseNested } from "./nested.ts";
import { keptBytes } from "./kept.ts";
import { checkSize, decodeUtf8, readBytes } from "./read.ts";
import { refuse } from "./refuse.ts";
import { sentHeaders } from "./incoming.ts";

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

/**
 * Reads and parses a request body by its Content-Type: JSON, a form, else text.
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
  const refused = (cause: unknown): Promise<never> => refuse(req, cause, settings.sizeLimitText);
  // No promise more than one between the body and its use, where it is read as most are.
  return charset === "utf-8" && !req.readableEnded
    ? readBytes(req, sizeLimit).then((bytes) => use(parse(decodeUtf8(bytes), type, settings)), refused)
    : readText(req, charset, sizeLimit).then((text) => use(parse(text, type, settings)), refused);
}

/** Reads a body of any charset, or one that the host has read and kept. */
async function readText(req: IncomingMessage, charset: string, limit: number): Promise<string> {
  const kept = req.readableEnded ? keptBytes(req) : undefined;
  if (req.readableEnded && kept === undefined) return "";
  if (charset === "utf-8") return decodeUtf8(checkSize(Buffer.from(kept!), limit));
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

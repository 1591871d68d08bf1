import type { IncomingMessage } from "node:http";
import { parse as parseForm } from "node:querystring";
import { parse as parseContentType } from "content-type";
import { parse as parseNested } from "qs";
import getRawBody from "raw-body";
import { ApiError } from "../error.ts";
import { NESTED } from "./query.ts";

/** How a route wants its request bodies. */
export interface BodySettings {
  /** Bytes. */
  readonly sizeLimit: number;
  /** The limit as its author wrote it; the 413 message repeats it. */
  readonly sizeLimitText: string;
  /** Parse nested keys of forms with qs. */
  readonly extended: boolean;
}

/** How much of a refused body is read and dropped before the connection is cut. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 10_000;

/** Whether a request has content (RFC 9112 section 6.3): a length other than 0, or a transfer coding. */
export function hasBody(req: IncomingMessage): boolean {
  const length = req.headers["content-length"];
  return (length !== undefined && length !== "0") || req.headers["transfer-encoding"] !== undefined;
}

/**
 * Reads and parses a request body by its Content-Type, as Next does: JSON, a form, else text.
 *
 * @throws ApiError 400 `Invalid JSON` or `Invalid body`, 413 `Body exceeded 1mb limit`. What the client still
 *   sends of a refused body is read and dropped, so that it sees the answer; beyond a bound the connection is cut.
 */
export async function readBody(req: IncomingMessage, settings: BodySettings): Promise<unknown> {
  const { type, charset } = typeOf(req);
  let text: string;
  try {
    text = req.readableEnded ? "" : await readText(req, charset, settings.sizeLimit);
  } catch (error) {
    const discarded = discard(req);
    if (closesConnection(req)) await discarded;
    else void discarded.then((whole) => whole || req.socket.destroy());
    if ((error as getRawBody.RawBodyError).type === "entity.too.large") {
      const message = `Body exceeded ${settings.sizeLimitText} limit`;
      throw new ApiError(413, "BODY_TOO_LARGE", message, { cause: error });
    }
    throw new ApiError(400, "INVALID_BODY", "Invalid body", { cause: error });
  }
  return parse(text, type, settings);
}

async function readText(req: IncomingMessage, charset: string, limit: number): Promise<string> {
  const length = req.headers["content-length"] ?? null;
  if (charset !== "utf-8") return getRawBody(req, { encoding: charset, length, limit });
  // Node's own decoder for the usual case. Like the others it drops a byte order mark.
  const bytes = await getRawBody(req, { length, limit });
  const text = bytes.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The media type and charset. A header that is absent or not of RFC 9110's grammar counts as text/plain. */
function typeOf(req: IncomingMessage): { type: string; charset: string } {
  try {
    const { type, parameters } = parseContentType(req.headers["content-type"] ?? "text/plain");
    return { type, charset: parameters["charset"]?.toLowerCase() ?? "utf-8" };
  } catch {
    return { type: "text/plain", charset: "utf-8" };
  }
}

function parse(text: string, type: string, settings: BodySettings): unknown {
  if (type === "application/json" || type === "application/ld+json") return parseJson(text);
  if (type !== "application/x-www-form-urlencoded") return text;
  return settings.extended ? parseNested(text, NESTED) : parseForm(text);
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

function ignore(): void {}

import type { ServerResponse } from "node:http";
import { isByteCount } from "../http/framing.ts";
import { setStatusText } from "../http/header.ts";
import { sourceOf } from "../http/node-fields.ts";
import { mayHaveHeaders, type OutgoingResponse } from "../http/outgoing.ts";
import { kSettings } from "../http/settings.ts";
import { formAtOnce } from "../http/send.ts";
import { type FastParts, kCookies, kHas, kParts, type Parts } from "./fast-response.ts";
import { sendStream } from "./stream.ts";

/**
 * Whether a value is a web Response, by what it is and not by its class: beside Node's own there are the one of
 * `undici`, and Hono's, which takes the place of the global one.
 */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== "object" || value === null) return false;
  if (kParts in value) return true;
  if ((value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] !== "Response") return false;
  return typeof (value as Partial<Response>).headers?.getSetCookie === "function";
}

/** What a route gets as an error that returns something else. */
export function noResponse(value: unknown, file: string): TypeError {
  const what = value === null ? "null" : typeof value;
  return new TypeError(
    `${file} returned ${what === "undefined" ? "nothing" : what}. Return a Response: new Response("…"), or Response.json({ … }).`,
  );
}

/**
 * Sends a web Response (Fetch standard) as the answer: a body that is known as a whole in one write with its length, a
 * stream chunk by chunk, as fast as the client takes it.
 *
 * @param fail - called with what a stream fails with
 * @throws TypeError for a Response that has been sent or read, and for `Response.error()`
 */
export function sendResponse(
  res: ServerResponse,
  response: Response,
  fail: (error: unknown) => void = (error) => void res.destroy(error as Error),
): void {
  sendParts(res, partsOf(response), fail);
}

function sendParts(res: ServerResponse, parts: Parts, fail: (error: unknown) => void): void {
  const { body } = parts;
  if ((res as OutgoingResponse)[kSettings]?.yields === true) yieldHeaders(res, parts.headers);
  if (body === null) sendKnown(res, parts, undefined);
  else if (typeof body === "string" || body instanceof Uint8Array) sendKnown(res, parts, body);
  else sendStream(res, body, () => setHead(res, parts), fail);
}

/**
 * A Response whose headers can be changed, with the body of another one. A text stays a text, so that it is still sent
 * in one write, with its length.
 */
export function copyOf(response: Response): Response {
  const fast = fastPartsOf(response);
  if (fast !== undefined) {
    const { body, headers: given, ...init } = fast;
    const headers = new Headers();
    for (const name of Object.keys(given)) {
      for (const value of [given[name]!].flat()) headers.append(name, value);
    }
    return new Response(body, { ...init, headers });
  }
  const { status, statusText, headers, body, bodyUsed } = response;
  const source = body === null || body.locked || bodyUsed ? undefined : sourceOf(response);
  return new Response(source ?? body, { status, statusText, headers });
}

/** A copy of a Response that sets these cookies too. The Response itself may be sent again, to another client. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  const fast = kCookies in response ? (response as unknown as FastParts)[kCookies](cookies) : undefined;
  if (fast !== undefined) return fast as unknown as Response;
  const copy = copyOf(response);
  for (const cookie of cookies) copy.headers.append("Set-Cookie", cookie);
  return copy;
}

/** Whether a Response has a header, by its name in lower case; to look at `headers` would make the whole of a fast one. */
export function hasHeader(response: Response, name: string): boolean {
  const fast = kHas in response ? (response as unknown as FastParts)[kHas](name) : undefined;
  return fast ?? response.headers.has(name);
}

/** The parts of a fast Response that nobody has looked into. */
export function fastPartsOf(response: Response): Parts | undefined {
  return kParts in response ? (response as unknown as FastParts)[kParts]() : undefined;
}

function partsOf(response: Response): Parts {
  const fast = fastPartsOf(response);
  if (fast !== undefined) return fast;
  if (response.status === 0) throw new TypeError("Response.error() cannot be sent as an answer.");
  const { status, statusText } = response;
  const headers = headerRecord(response.headers);
  const { body } = response;
  if (body === null) return { status, statusText, headers, body };
  if (body.locked || response.bodyUsed) {
    throw new TypeError("The body of the Response has been read or sent before. Return a new Response.");
  }
  return { status, statusText, headers, body: sourceOf(response) ?? body };
}

/** Headers by name, in lower case; `set-cookie` is a list. */
export function headerRecord(headers: Headers): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    if (name === "set-cookie") record[name] ??= headers.getSetCookie();
    else record[name] = value;
  }
  return record;
}

/** How the answer travels is Node's business, and a Response has no trailers: Node refuses the name of one beside a length. */
const UNSENT: ReadonlySet<string> = new Set(["transfer-encoding", "trailer"]);

/** Takes out what the answer has already, of rules or a middleware. Of Vary all names count; cookies are added later. */
function yieldHeaders(res: ServerResponse, headers: Parts["headers"]): void {
  if (!mayHaveHeaders(res)) return;
  for (const name of Object.keys(headers)) {
    if (name === "set-cookie" || !res.hasHeader(name)) continue;
    if (name === "vary") headers[name] = [res.getHeader(name), headers[name]].flat().join(", ");
    else delete headers[name];
  }
}

/** Statuses without a body, and without a length of it (RFC 9110 sections 15.3.5 and 15.4.5). */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

function sendKnown(res: ServerResponse, parts: Parts, body: string | Uint8Array | undefined): void {
  const { status, statusText, headers } = parts;
  const length =
    body === undefined ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  for (const name of Object.keys(headers)) if (UNSENT.has(name)) delete headers[name];
  if (hasNoBody(status)) delete headers["content-length"];
  else if (body !== undefined || res.req.method !== "HEAD") headers["content-length"] = String(length);
  else if (!isByteCount(headers["content-length"])) delete headers["content-length"];
  const type = headers["content-type"];
  const form = formAtOnce(res, typeof type === "string" ? type : undefined, length);
  const isSettled = headers["vary"] === undefined && headers["cache-control"] === undefined;
  if (form === undefined || (form === "varies" && !isSettled)) {
    setHead(res, parts);
    if (body === undefined) res.end();
    else res.end(body);
    return;
  }
  if (form === "varies") headers["vary"] = "Accept-Encoding";
  res.statusCode = status;
  if (statusText !== "") setStatusText(res, statusText);
  (res as OutgoingResponse).sendAtOnce(headers, body, typeof body === "string" && length === body.length);
}

function setHead(res: ServerResponse, { status, statusText, headers }: Parts): void {
  res.statusCode = status;
  if (statusText !== "") setStatusText(res, statusText);
  for (const name of Object.keys(headers)) {
    const value = headers[name]!;
    if (UNSENT.has(name)) continue;
    if (name === "set-cookie") res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
}

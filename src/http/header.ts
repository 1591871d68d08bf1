import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Stream } from "node:stream";

/** `Cache-Control` of an answer that no cache may keep. */
export const NO_STORE = "private, no-cache, no-store, max-age=0, must-revalidate";

/** A value as `setHeader` takes it. */
export type HeaderValue = number | string | readonly string[];

/** Headers in the order in which they are sent. */
export type SentHeaders = Readonly<Record<string, OutgoingHttpHeader>>;

/** The forms in which `writeHead` takes headers: an object, a flat list of names and values, or a list of pairs. */
export type HeadersArgument =
  | OutgoingHttpHeaders
  | readonly OutgoingHttpHeader[]
  | readonly (readonly [string, OutgoingHttpHeader])[];

/** The headers of a call of `writeHead`, whose status text before them may be left out. */
export function headersIn(
  reason: string | HeadersArgument | undefined,
  headers: HeadersArgument | undefined,
): HeadersArgument | undefined {
  return headers ?? (typeof reason === "string" ? undefined : (reason ?? undefined));
}

/** Sets the headers that were given to `writeHead`, so that they can be read, and the rest decided by them. */
export function foldHeaders(res: ServerResponse, headers: HeadersArgument): void {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) {
      const value = (headers as OutgoingHttpHeaders)[name];
      if (name !== "") res.setHeader(name, value!);
    }
    return;
  }
  const seen = new Set<string>();
  for (const [name, value] of pairsOf(headers as readonly unknown[])) {
    const key = name.toLowerCase();
    if (seen.has(key)) res.appendHeader(name, value as string);
    else res.setHeader(name, value);
    seen.add(key);
  }
}

function* pairsOf(list: readonly unknown[]): Generator<readonly [string, OutgoingHttpHeader]> {
  if (Array.isArray(list[0])) return yield* list as readonly (readonly [string, OutgoingHttpHeader])[];
  for (let index = 0; index + 1 < list.length; index += 2) {
    yield [list[index] as string, list[index + 1] as OutgoingHttpHeader];
  }
}

/** Adds a field name to Vary (RFC 9110 section 12.5.5) unless it says so already. */
export function appendVary(res: ServerResponse, field: string): void {
  const present = res.getHeader("vary");
  if (present === undefined) {
    res.setHeader("Vary", field);
    return;
  }
  const text = Array.isArray(present) ? present.join(", ") : String(present);
  const names = new Set(text.split(",").map((name) => name.trim().toLowerCase()));
  if (!names.has("*") && !names.has(field.toLowerCase())) res.setHeader("Vary", `${text}, ${field}`);
}

/** Names of fields that speak of an HTTP/1 connection. */
const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

export function isHttp2(res: ServerResponse): boolean {
  return res.req.httpVersionMajor === 2;
}

/** Whether a response has no connection but an object that looks like one (serverless-http); it emits no event. */
export function isEmulated(res: ServerResponse): boolean {
  const { socket } = res as { socket?: unknown };
  return Boolean(socket) && !(socket instanceof Stream);
}

/**
 * Whether a field has no place where there is no HTTP/1 connection. In HTTP/2 (RFC 9113 section 8.2.2) Node would throw
 * or warn where a route sets it; serverless-http would take the body for chunks.
 */
export function isOfConnection(name: string): boolean {
  return OF_CONNECTION.has(name.toLowerCase());
}

/** Sets the text beside the status code. HTTP/2 has none (RFC 9113 section 8.3.2), and Node warns of one. */
export function setStatusText(res: ServerResponse, text: string): void {
  if (!isHttp2(res)) res.statusMessage = text;
}

/** Whether a header is Set-Cookie, of which an answer may have several (RFC 6265 section 3). */
export function isSetCookie(name: string): boolean {
  return name.length === 10 && name.toLowerCase() === "set-cookie";
}

/** What `setHeader` keeps of cookies: always a list, equal ones once, none of a value that is not a text. */
export function cookieList(value: HeaderValue): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? [...new Set(value as readonly string[])] : [];
}

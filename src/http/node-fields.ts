import { AsyncResource } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { type IncomingMessage, OutgoingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * What Node keeps for itself, and has no public name for: it is read and written here alone, and a test says for each
 * version of Node that it is there (test/http/node-fields.test.ts).
 */
interface ResponseFields {
  _header?: string | null;
  _hasBody?: boolean;
  _contentLength?: number | null;
  _last?: boolean;
  _closed?: boolean;
  _sent100?: boolean;
}

interface SocketFields {
  readonly _httpMessage?: ServerResponse | null;
  readonly parser?: { readonly incoming?: IncomingMessage | null } | null;
  readonly _handle?: { readonly bytesWritten: number } | null;
}

/** The Content-Length of a response whose header is out; what `writeHead` was given is in no list of headers. */
export function sentLength(res: OutgoingMessage): number | undefined {
  return (res as ResponseFields)._contentLength ?? undefined;
}

/**
 * Ends an answer whose header `writeHead` has made with a text of ASCII, both in one write. Where `end` gets a text, Node
 * writes an empty one behind it, and sends both by `writev`: 11 % of a small answer (`npm run bench`, "JSON"). A header
 * of other characters goes the usual way: with a text behind it, Node encodes it as UTF-8.
 */
export function endInOneWrite(res: ServerResponse, text: string): void {
  const fields = res as ResponseFields;
  const { _header: header } = fields;
  const { end } = ServerResponse.prototype;
  const isOwnEnd = end === OutgoingMessage.prototype.end;
  const isJoined = typeof header === "string" && fields._hasBody === true && isOwnEnd;
  if (!isJoined || res.strictContentLength || Buffer.byteLength(header) !== header.length) {
    end.call(res, text, "utf8", undefined);
    return;
  }
  fields._header = header + text;
  end.call(res, undefined, "latin1", undefined);
  fields._header = header;
}

/**
 * Gives an answer its body back. Node notes that a status such as 204 has none before it looks at the headers: where these
 * are refused, the answer about that would say its length, and have no body.
 */
export function regainBody(res: ServerResponse): void {
  const fields = res as ResponseFields;
  if (!res.headersSent && fields._hasBody === false) fields._hasBody = res.req.method !== "HEAD";
}

/** Closes the connection behind an answer whose header says that it is kept. */
export function closeBehind(res: ServerResponse): void {
  res.shouldKeepAlive = false;
  (res as ResponseFields)._last = true;
}

/**
 * Closes an answer that still waits for its turn, as later versions of Node do; older ones close only the one whose turn
 * it is.
 */
export function closeWaiting(res: ServerResponse): void {
  const fields = res as ResponseFields;
  if (fields._closed === true) return;
  res.destroy();
  fields._closed = true;
  res.emit("close");
}

/** Says that the client has been asked for its body: behind a final answer without that, Node closes the connection. */
export function markContinued(res: ServerResponse): void {
  (res as ResponseFields)._sent100 = true;
}

/** The answer that has its turn on a connection; none where no request is being answered. */
export function answerOn(socket: Socket): ServerResponse | undefined {
  return (socket as SocketFields)._httpMessage ?? undefined;
}

/** What counts the bytes of a connection. `bytesWritten` of a socket asks it too, and makes a list of what waits first. */
export function counterOf(socket: Socket): { readonly bytesWritten: number } | undefined {
  return (socket as SocketFields)._handle ?? undefined;
}

/** The request that the parser of a connection has read last. */
export function requestOn(socket: Socket): IncomingMessage | undefined {
  return (socket as SocketFields).parser?.incoming ?? undefined;
}

/** Whether a connection was taken over from HTTP (RFC 9110 section 7.8): its parser is gone. */
export function isTakenOver(socket: Socket): boolean {
  return !(socket as SocketFields).parser && socket.bytesRead > 0;
}

/** How many streams a stream is piped to. */
export function pipeCount(source: object): number {
  return (source as { _readableState?: { pipes?: readonly unknown[] } })._readableState?.pipes?.length ?? 0;
}

/** Looked for when it is first needed: to name Response loads Node's `fetch`. */
let kState: symbol | null | undefined;

function findState(): symbol | null {
  const symbols = Object.getOwnPropertySymbols(new Response());
  return symbols.find(({ description }) => description === "state") ?? null;
}

/** The text or bytes that a Response was made of, where Node (20 and 22) keeps them. Its stream takes 20 µs to read. */
export function sourceOf(response: Response): string | Uint8Array | undefined {
  if (kState === undefined) kState = findState();
  if (kState === null) return undefined;
  const state = (response as unknown as Record<symbol, { body?: { source?: unknown } } | undefined>)[kState];
  const source = state?.body?.source;
  return typeof source === "string" || source instanceof Uint8Array ? source : undefined;
}

/** Whether an async hook with `init` is enabled, which Node has no question for: it refuses a resource without a type. */
export function initHookExists(): boolean {
  try {
    // oxlint-disable-next-line no-new -- whether it throws is the answer
    new AsyncResource("", 0);
    return false;
  } catch {
    return true;
  }
}

/** What async code runs as. Before Node 24, every AsyncLocalStorage keeps its store as a property of it. */
export type Resource = Record<symbol, unknown>;

let kResource: symbol | undefined;

/** Where a parser keeps the resource that its calls run as; another one takes its place where it is set. */
export function resourceKeyOf(parser: object): symbol | undefined {
  return (kResource ??= Object.getOwnPropertySymbols(parser).find(
    ({ description }) => description === "resource_symbol",
  ));
}

/** Removes the stores of a resource. */
export function dropStores(resource: object): void {
  for (const key of storeKeys(resource)) Reflect.deleteProperty(resource, key);
}

/** Gives another resource the same stores. */
export function copyStores(from: Resource, to: object): void {
  for (const key of storeKeys(from)) Reflect.set(to, key, from[key]);
}

function storeKeys(resource: object): symbol[] {
  return Object.getOwnPropertySymbols(resource).filter(({ description }) => description === "kResourceStore");
}

/** Whether Node goes on to send a process the handle that it had no descriptor for. */
export function sendsAgain(child: ChildProcess): boolean {
  return Boolean((child as { readonly _pendingMessage?: unknown })._pendingMessage);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCookies } from "./cookie.ts";
import { foldHeaders, type HeadersArgument, isEmulated, isHttp2, isOfConnection } from "./header.ts";
import { countBytes, kSettings, type SettledResponse, warnOfSize, withoutRepeats } from "./outgoing.ts";
import { NO_PREVIEW } from "./preview.ts";
import { ApiRequest, kScope, type ScopedRequest } from "./request.ts";
import { ApiResponse } from "./response.ts";
import { kResponse, type LinkedRequest, signalOf } from "./signal.ts";

/** The functions of the response below, as the host's middleware had set them. */
const kHost = Symbol("host's functions");

/** Shared by all: made for a request when it is asked for. */
const SIGNAL: PropertyDescriptor & ThisType<IncomingMessage> = {
  get() {
    return signalOf(this);
  },
  configurable: true,
};

type Foreign = SettledResponse & {
  [kHost]: Pick<ServerResponse, "setHeader" | "writeHead" | "write" | "end">;
};

const { status, json, send, redirect, setDraftMode, setPreviewData, clearPreviewData, revalidate } =
  ApiResponse.prototype;

/**
 * Gives a request and response that another server built the same members, by plain assignment: prototypes stay
 * as they are, and functions that middleware put on the response (compression, sessions) stay underneath.
 */
export function adopt(req: IncomingMessage, res: ServerResponse): asserts res is ApiResponse {
  (req as LinkedRequest)[kResponse] = res;
  if (res instanceof ApiResponse || kHost in res) return;
  // Responses that are no connection's (serverless-http) know no more than the method.
  if (res.req !== req) Object.assign(res, { req });
  if (!(req instanceof ApiRequest)) {
    define(req, "cookies", parseCookies(req.headers.cookie));
    Object.defineProperty(req, "signal", SIGNAL);
    Object.assign(req, NO_PREVIEW, { push: pushInScope });
  }
  // Koa begins with 404.
  res.statusCode = 200;
  const { setHeader, writeHead, write, end } = res;
  const flush = (res as { flush?: () => void }).flush ?? noFlush;
  Object.assign(res, {
    status,
    json,
    send,
    redirect,
    setDraftMode,
    setPreviewData,
    clearPreviewData,
    revalidate,
    flush,
    setHeader: setUnique,
    write: writeCounted,
    end: endCounted,
  });
  if (isHttp2(res) || isEmulated(res)) Object.assign(res, { setHeader: setKnown, writeHead: writeFolded });
  (res as Foreign)[kHost] = { setHeader, writeHead, write, end };
}

function pushInScope(this: ScopedRequest, chunk: unknown, encoding?: BufferEncoding): boolean {
  const push = (Object.getPrototypeOf(this) as IncomingMessage).push;
  const scope = this[kScope];
  return scope === undefined
    ? push.call(this, chunk, encoding)
    : scope.runInAsyncScope(push, this, chunk, encoding);
}

/** Express 5 has getters without setters on its prototype. */
export function define(req: IncomingMessage, name: "query" | "cookies", value: unknown): void {
  Object.defineProperty(req, name, { value, writable: true, enumerable: true, configurable: true });
}

function setUnique(this: Foreign, name: string, value: number | string | readonly string[]): Foreign {
  const unique = Array.isArray(value) ? withoutRepeats(name, value as string[]) : value;
  if (!this.headersSent) this[kHost].setHeader.call(this, name, unique);
  return this;
}

/** Where there is no HTTP/1 connection. */
function setKnown(this: Foreign, name: string, value: number | string | readonly string[]): Foreign {
  return isOfConnection(name) ? this : setUnique.call(this, name, value);
}

/** Where there is no status text: all headers are set by `setHeader`. */
function writeFolded(
  this: Foreign,
  status: number,
  reason?: string | HeadersArgument,
  given?: HeadersArgument,
) {
  const headers = typeof reason === "string" ? given : reason;
  if (headers !== undefined) foldHeaders(this, headers);
  this[kHost].writeHead.call(this, status);
  return this;
}

function writeCounted(this: Foreign, ...args: [chunk: unknown, encoding: never]): boolean {
  countBytes(this, args[0], args[1]);
  return this[kHost].write.apply(this, args);
}

function endCounted(this: Foreign, ...args: [chunk: unknown, encoding: never]): Foreign {
  countBytes(this, args[0], args[1]);
  const settings = this[kSettings];
  if (settings !== undefined) warnOfSize(this, settings);
  this[kHost].end.apply(this, args);
  return this;
}

function noFlush(): void {}

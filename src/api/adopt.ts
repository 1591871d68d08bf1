import { type IncomingMessage, ServerResponse } from "node:http";
import type { ServerHttp2Stream } from "node:http2";
import { keepContext, pushInContext } from "../http/async-context.ts";
import { countBytes, endWithin, fitToLength, kSent, warnOfSize } from "../http/body-length.ts";
import { parseCookies } from "../http/cookie.ts";
import { isFraming, mustFold, refuseInterim, settleFraming, takesFraming } from "../http/framing.ts";
import {
  cookieList,
  foldHeaders,
  type HeadersArgument,
  headersIn,
  type HeaderValue,
  isEmulated,
  isHttp2,
  isOfConnection,
  isSetCookie,
} from "../http/header.ts";
import { regainBody } from "../http/node-fields.ts";
import { define, IncomingRequest } from "../http/incoming.ts";
import { kSettings } from "../http/settings.ts";
import { kResponse, type LinkedRequest, resetStream, signalOf } from "../http/signal.ts";
import { NO_PREVIEW } from "./preview.ts";
import { ApiResponse } from "./response.ts";
import type { RouteResponse } from "./response-settings.ts";

/** The functions of the response below, as the host's middleware had set them. */
const kHost = Symbol("host's functions");

const kEnding = Symbol("its last chunk is written");

/** Shared by all: made for a request when it is asked for. */
const SIGNAL: PropertyDescriptor & ThisType<IncomingMessage> = {
  get() {
    return signalOf(this);
  },
  configurable: true,
};

type Foreign = RouteResponse & {
  [kEnding]?: boolean;
  [kHost]: Pick<ServerResponse, "setHeader" | "appendHeader" | "writeHead" | "write" | "end">;
};

const { status, json, send, redirect, setDraftMode, setPreviewData, clearPreviewData, revalidate } =
  ApiResponse.prototype;

/**
 * Gives a request and response that another server built the same members, by plain assignment: prototypes stay
 * as they are, and functions that middleware put on the response (compression, sessions) stay underneath.
 */
export function adopt(req: IncomingMessage, res: ServerResponse): asserts res is ApiResponse {
  (req as LinkedRequest)[kResponse] = res;
  if (!(res instanceof ApiResponse || kHost in res)) extend(req, res);
}

function extend(req: IncomingMessage, res: ServerResponse): void {
  // Responses without a connection (serverless-http) know no more than the method.
  if (res.req !== req) Object.assign(res, { req });
  if (!(req instanceof IncomingRequest)) {
    define(req, "cookies", parseCookies(req.headers.cookie));
    Object.defineProperty(req, "signal", SIGNAL);
    Object.assign(req, NO_PREVIEW);
    keepContext(req);
    const { push } = req;
    // As our own requests do, also where contexts exist only by the time the body comes.
    req.push = (chunk, encoding) => pushInContext(req, false, push, chunk, encoding);
  }
  // Koa begins with 404.
  res.statusCode = 200;
  const { setHeader, appendHeader, writeHead, write, end } = res;
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
    appendHeader: appendUnique,
    writeHead: writeSettled,
    write: writeCounted,
    end: endCounted,
  });
  if (isHttp2(res)) {
    // Node has them for HTTP/1 alone.
    Object.assign(res, {
      setHeaders: ServerResponse.prototype.setHeaders,
      getRawHeaderNames: res.getHeaderNames,
    });
    closeUnread(res);
    const { destroy } = res;
    res.destroy = (error) => {
      resetStream(res);
      return destroy.call(res, error);
    };
  }
  if (isHttp2(res) || isEmulated(res)) Object.assign(res, { setHeader: setKnown, writeHead: writeFolded });
  (res as Foreign)[kHost] = { setHeader, appendHeader, writeHead, write, end };
}

/**
 * Ends the stream of a request whose body nobody reads, once it is answered (RFC 9113 section 8.1). Node does so too, but
 * not where the answer has no body, or a part was read: the stream would stay as long as its session.
 */
function closeUnread(res: ServerResponse): void {
  const { stream } = res as unknown as { readonly stream: ServerHttp2Stream };
  const close = (): void => {
    if (stream.readableFlowing !== true && !stream.closed) stream.close();
  };
  // An answer with a body has its end with its trailers, be there any or not.
  stream.once("wantTrailers", () => setImmediate(close));
  stream.once("finish", () => {
    if (res.statusCode === 204 || res.statusCode === 304 || res.req.method === "HEAD") setImmediate(close);
  });
}

function setUnique(this: Foreign, name: string, value: HeaderValue): Foreign {
  if (isFraming(name) && !takesFraming(this, name, value)) return this;
  const kept = isSetCookie(name) ? cookieList(value) : value;
  if (!this.headersSent) this[kHost].setHeader.call(this, name, kept);
  return this;
}

/**
 * The first value is set, as Node does over HTTP/1; a field about the length of a body is there once at most. After the
 * header is sent it throws, as Node's own does.
 */
function appendUnique(this: Foreign, name: string, value: string | readonly string[]): Foreign {
  if (isFraming(name) || (!this.headersSent && !this.hasHeader(name))) return this.setHeader(name, value);
  this[kHost].appendHeader.call(this, name, value);
  return this;
}

/** Where there is no HTTP/1 connection. */
function setKnown(this: Foreign, name: string, value: HeaderValue): Foreign {
  return isOfConnection(name) ? this : setUnique.call(this, name, value);
}

function writeSettled(
  this: Foreign,
  status: number,
  reason?: string | HeadersArgument,
  headers?: HeadersArgument,
): Foreign {
  refuseInterim(status);
  const given = headersIn(reason, headers);
  const isFolded = !this.headersSent && given !== undefined && mustFold(given);
  if (isFolded) foldHeaders(this, given);
  if (!this.headersSent) settleFraming(this, status);
  const rest = isFolded ? undefined : given;
  const head = typeof reason === "string" ? [status, reason, rest] : [status, rest];
  try {
    this[kHost].writeHead.apply(this, head as never);
  } catch (error) {
    regainBody(this);
    throw error;
  }
  return this;
}

/** Where there is no status text: all headers are set by `setHeader`. */
function writeFolded(
  this: Foreign,
  status: number,
  reason?: string | HeadersArgument,
  headers?: HeadersArgument,
): Foreign {
  const given = headersIn(reason, headers);
  if (given !== undefined) foldHeaders(this, given);
  this[kHost].writeHead.call(this, status);
  return this;
}

function writeCounted(this: Foreign, ...args: [chunk: unknown, encoding: never]): boolean {
  // Hosts may write the last chunk by the response's own `write`.
  if (this[kEnding] !== true && countBytes(this, args[0], args[1])) {
    args[0] = fitToLength(this, args[0] as string, args[1], this[kSent]!);
  }
  if (isEmpty(args[0]) && isHttp2(this)) return writeNothing(this, args);
  return this[kHost].write.apply(this, args);
}

function isEmpty(chunk: unknown): boolean {
  return chunk === "" || (chunk instanceof Uint8Array && chunk.byteLength === 0);
}

/** Node (20 to 26) sends bytes of its own memory for an empty chunk behind a text in HTTP/2. */
function writeNothing(res: Foreign, args: readonly unknown[]): boolean {
  if (!res.headersSent && !res.writableEnded) res.flushHeaders();
  const callback = args.find((each) => typeof each === "function");
  if (callback !== undefined) process.nextTick(callback);
  return true;
}

function endCounted(this: Foreign, ...args: [chunk: unknown, encoding: never]): Foreign {
  const counted = countBytes(this, args[0], args[1]);
  const settings = this[kSettings];
  if (settings !== undefined) warnOfSize(this, settings);
  if (args.length > 0 || this.hasHeader("content-length"))
    args[0] = endWithin(this, args[0], args[1], counted);
  this[kEnding] = true;
  try {
    this[kHost].end.apply(this, args);
  } finally {
    this[kEnding] = false;
  }
  return this;
}

function noFlush(): void {}

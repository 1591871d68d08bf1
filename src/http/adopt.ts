import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCookies } from "./cookie.ts";
import { foldHeaders, type HeadersArgument, isHttp2, isOfConnection } from "./header.ts";
import { countBytes, kSettings, type SettledResponse, warnOfSize, withoutRepeats } from "./outgoing.ts";
import { NO_PREVIEW } from "./preview.ts";
import { ApiRequest } from "./request.ts";
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
  if (!(req instanceof ApiRequest)) {
    define(req, "cookies", parseCookies(req.headers.cookie));
    Object.defineProperty(req, "signal", SIGNAL);
    Object.assign(req, NO_PREVIEW);
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
  if (isHttp2(res)) Object.assign(res, { writeHead: writeFolded });
  (res as Foreign)[kHost] = { setHeader, writeHead, write, end };
}

/** Express 5 has getters without setters on its prototype. */
export function define(req: IncomingMessage, name: "query" | "cookies", value: unknown): void {
  Object.defineProperty(req, name, { value, writable: true, enumerable: true, configurable: true });
}

function setUnique(this: Foreign, name: string, value: number | string | readonly string[]): Foreign {
  const unique = Array.isArray(value) ? withoutRepeats(name, value as string[]) : value;
  if (!this.headersSent && !(isHttp2(this) && isOfConnection(name)))
    this[kHost].setHeader.call(this, name, unique);
  return this;
}

/** For HTTP/2, whose headers are all set by `setHeader`: there is no status text. */
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

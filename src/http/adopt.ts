import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCookies } from "./cookie.ts";
import { countBytes, kSettings, type SettledResponse, warnOfSize, withoutRepeats } from "./outgoing.ts";
import { NO_PREVIEW } from "./preview.ts";
import { ApiRequest } from "./request.ts";
import { ApiResponse } from "./response.ts";

/** The functions of the response below, as the host's middleware had set them. */
const kHost = Symbol("host's functions");

type Foreign = SettledResponse & { [kHost]: Pick<ServerResponse, "setHeader" | "write" | "end"> };

const { status, json, send, redirect, setDraftMode, setPreviewData, clearPreviewData, revalidate } =
  ApiResponse.prototype;

/**
 * Gives a request and response that another server built the same members, by plain assignment: prototypes stay
 * as they are, and functions that middleware put on the response (compression, sessions) stay underneath.
 */
export function adopt(req: IncomingMessage, res: ServerResponse): asserts res is ApiResponse {
  if (res instanceof ApiResponse || kHost in res) return;
  if (!(req instanceof ApiRequest)) {
    define(req, "cookies", parseCookies(req.headers.cookie));
    Object.assign(req, NO_PREVIEW);
  }
  const { setHeader, write, end } = res;
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
  (res as Foreign)[kHost] = { setHeader, write, end };
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

import type { IncomingMessage, ServerResponse } from "node:http";
import Negotiator from "negotiator";
import type { Answer } from "../convention.ts";
import { ApiError } from "../error.ts";
import { logError, type Logger } from "../observe/logger.ts";
import { adopt } from "../api/adopt.ts";
import { NO_STORE, setStatusText } from "../http/header.ts";
import { OutgoingResponse, resetBody } from "../http/outgoing.ts";
import type { ApiRequest } from "../api/request.ts";
import type { ApiResponse } from "../api/response.ts";
import { cut, isOwnAbort } from "../http/signal.ts";

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The route's pattern, such as `/api/post/[pid]`, or `undefined` where none matched. */
  readonly route: string | undefined;
  /** The answer to what a route throws, where its convention has one of its own. */
  readonly form?: Answer | undefined;
}

/** What `onError` gets about a failed request. */
export interface ErrorContext extends Omit<Exchange, "form"> {
  readonly req: ApiRequest;
  readonly res: ApiResponse;
}

/**
 * Answers a failed request in the user's own form. It is called for 400, 404, 413 and 504 (an `ApiError`) and for
 * whatever a handler threw. An answer that it does not give, or fails to give, is given by default.
 */
export type ErrorHandler = (error: unknown, context: ErrorContext) => unknown;

/** Headers of the answer that failed. They would be wrong about the text that is sent instead. */
const BODY_HEADERS = [
  "Content-Length",
  "Content-Type",
  "Content-Encoding",
  "ETag",
  "Transfer-Encoding",
  "Trailer",
];
const TYPES = ["text/plain", "application/json"];
const STATUS_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The only place where a thrown value becomes bytes. It never throws. */
export function fail(
  error: unknown,
  { req, res, route, form }: Exchange,
  logger: Logger,
  onError?: ErrorHandler,
): void {
  const refusal = asRefusal(error);
  // A route that passes on what its request's signal says reports nothing.
  if (refusal === undefined && !isOwnAbort(req, error)) logError(logger, error);
  if (res.writableEnded || res.destroyed) return;
  if (res.headersSent) {
    cut(res, error);
    return;
  }
  try {
    if (onError === undefined) {
      reset(res, refusal);
      sendDefault(req, res, refusal, form);
      return;
    }
    adopt(req, res);
    reset(res, refusal);
    void answerByUser(error, { req: req as ApiRequest, res, route }, form, logger, onError);
  } catch (second) {
    giveUp(res, second, logger);
  }
}

async function answerByUser(
  error: unknown,
  context: ErrorContext,
  form: Answer | undefined,
  logger: Logger,
  onError: ErrorHandler,
): Promise<void> {
  const { req, res } = context;
  try {
    try {
      await onError(error, context);
    } catch (second) {
      logError(logger, second);
      if (res.headersSent && !res.writableEnded) cut(res, second);
    }
    if (res.headersSent || res.writableEnded || res.destroyed) return;
    const refusal = asRefusal(error);
    reset(res, refusal);
    sendDefault(req, res, refusal, form);
  } catch (third) {
    giveUp(res, third, logger);
  }
}

/** Where even the answer about the failure fails: a message that is not a status text, middleware that throws. */
function giveUp(res: ServerResponse, error: unknown, logger: Logger): void {
  logError(logger, error);
  cut(res, error);
}

/** Only our own errors choose their status. A Proxy may throw even when it is asked for its class. */
function asRefusal(error: unknown): ApiError | undefined {
  try {
    return error instanceof ApiError ? error : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(refusal: ApiError | undefined): string {
  return refusal?.message ?? "Internal Server Error";
}

/** Takes back what was set for the answer that failed; headers that say nothing about its body stay. */
function reset(res: ServerResponse, refusal: ApiError | undefined): void {
  resetBody(res);
  // Only what is there: Node takes a removal of Content-Length as the wish to have none.
  for (const name of BODY_HEADERS) if (res.hasHeader(name)) res.removeHeader(name);
  res.statusCode = refusal?.statusCode ?? 500;
  const text = messageOf(refusal);
  // What is not a status text (RFC 9112 section 4) goes to the body only; Node then writes the code's usual text.
  setStatusText(res, STATUS_TEXT.test(text) ? text : "");
}

const NOT_FOUND = new ApiError(404, "NOT_FOUND", "Not Found");

/** Answers a path without a route, where no `onError` is to see an error of its own: its stack takes 6 µs of 17 ("404"). */
export function sendNotFound(req: IncomingMessage, res: ServerResponse, logger: Logger): void {
  if (!(res instanceof OutgoingResponse) || !res.isUntouched()) {
    fail(NOT_FOUND, { req, res, route: undefined }, logger);
    return;
  }
  const { type, body } = acceptable(req, NOT_FOUND.message);
  res.statusCode = NOT_FOUND.statusCode;
  res.sendAtOnce(
    { "Cache-Control": NO_STORE, "Content-Type": type, "Content-Length": body.length },
    body,
    true,
  );
}

function sendDefault(
  req: IncomingMessage,
  res: ServerResponse,
  refusal: ApiError | undefined,
  form: Answer | undefined,
): void {
  if (refusal === undefined && form !== undefined) {
    for (const [name, value] of Object.entries(form.headers ?? {})) res.setHeader(name, value);
    sendText(res, form.body);
    return;
  }
  const text = messageOf(refusal);
  if (refusal?.code !== "NOT_FOUND" && refusal?.code !== "BAD_PATH") {
    sendText(res, text);
    return;
  }
  const { type, body } = acceptable(req, text);
  // As in Next: a route that is deployed later is not hidden by a cache.
  res.setHeader("Cache-Control", NO_STORE);
  res.setHeader("Content-Type", type);
  sendText(res, body);
}

/** A text as the client likes it: plain, or as JSON. */
function acceptable(req: IncomingMessage, text: string): { type: string; body: string } {
  const isJson =
    req.headers.accept !== undefined && new Negotiator(req).mediaType(TYPES) === "application/json";
  return isJson
    ? { type: "application/json; charset=utf-8", body: JSON.stringify({ error: text }) }
    : { type: "text/plain; charset=utf-8", body: text };
}

function sendText(res: ServerResponse, text: string): void {
  res.setHeader("Content-Length", Buffer.byteLength(text));
  res.end(text);
}

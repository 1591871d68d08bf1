import type { IncomingMessage, ServerResponse } from "node:http";
import Negotiator from "negotiator";
import { ApiError } from "../error.ts";
import type { Logger } from "../logger.ts";
import { resetEncoding } from "./outgoing.ts";

/** What `onError` is told about a failed request. */
export interface ErrorContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The route's pattern, such as `/api/post/[pid]`, or `undefined` where none matched. */
  readonly route: string | undefined;
}

/**
 * Answers a failed request in the user's own form. It is called for 400, 404 and 413 (an `ApiError`) and for
 * whatever a handler threw. An answer that it does not give, or fails to give, is given by default.
 */
export type ErrorHandler = (error: unknown, context: ErrorContext) => unknown;

/** Headers of the answer that failed. They would be wrong about the text that is sent instead. */
const BODY_HEADERS = ["Content-Length", "Content-Type", "Content-Encoding", "ETag", "Transfer-Encoding"];
/** Next's header for a 404, so that a route deployed later is not hidden by a cache. */
const NO_STORE = "private, no-cache, no-store, max-age=0, must-revalidate";

/** The only place where a thrown value becomes bytes. It never throws. */
export function fail(error: unknown, context: ErrorContext, logger: Logger, onError?: ErrorHandler): void {
  const { req, res } = context;
  const refused = error instanceof ApiError;
  // A client that left while its body was read: nobody waits for an answer, and nothing is wrong here.
  if (refused && req.destroyed && !req.complete) return;
  if (!refused) logger.error(error);
  if (res.writableEnded || res.destroyed) return;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  resetEncoding(res);
  // Only what is there: Node takes a removal of Content-Length as the wish to have none.
  for (const name of BODY_HEADERS) if (res.hasHeader(name)) res.removeHeader(name);
  res.statusCode = refused ? error.statusCode : 500;
  res.statusMessage = refused ? error.message : "Internal Server Error";
  if (onError === undefined) sendDefault(error, context);
  else void answerByUser(error, context, logger, onError);
}

async function answerByUser(
  error: unknown,
  context: ErrorContext,
  logger: Logger,
  onError: ErrorHandler,
): Promise<void> {
  const { res } = context;
  const { statusCode, statusMessage } = res;
  try {
    await onError(error, context);
  } catch (second) {
    logger.error(second);
    if (res.headersSent && !res.writableEnded) res.destroy();
    res.statusCode = statusCode;
    res.statusMessage = statusMessage;
  }
  if (!res.headersSent && !res.writableEnded) sendDefault(error, context);
}

function sendDefault(error: unknown, { req, res }: ErrorContext): void {
  const text = res.statusMessage;
  if (!(error instanceof ApiError) || (error.code !== "NOT_FOUND" && error.code !== "BAD_PATH")) {
    sendText(res, text);
    return;
  }
  res.setHeader("Cache-Control", NO_STORE);
  const json = new Negotiator(req).mediaType(["text/plain", "application/json"]) === "application/json";
  res.setHeader("Content-Type", json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
  sendText(res, json ? JSON.stringify({ error: text }) : text);
}

function sendText(res: ServerResponse, text: string): void {
  res.setHeader("Content-Length", Buffer.byteLength(text));
  res.end(text);
}

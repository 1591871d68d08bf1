import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "../error.ts";
import type { Logger } from "../observe/logger.ts";
import { abortRequest } from "./signal.ts";

/** The longest that a timer of Node's can wait, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Deadline {
  readonly seconds: number;
  /** The route's file or pattern, for the log. */
  readonly name: string;
  readonly logger: Logger;
}

/**
 * Ends an exchange that is not over in time: `req.signal` fires, then `fail` is called with an ApiError, 504
 * `Gateway Timeout`. An answer that has been ended is left to travel. The timer holds no process and ends with the
 * exchange.
 */
export function startDeadline(
  req: IncomingMessage,
  res: ServerResponse,
  { seconds, name, logger }: Deadline,
  fail: (error: unknown) => void,
): void {
  const expire = (): void => {
    if (res.writableEnded || res.destroyed) return;
    const cause = new DOMException(
      `The answer took longer than ${seconds} s, its maxDuration.`,
      "TimeoutError",
    );
    abortRequest(req, cause);
    // What the client may still send of its body would hold the connection.
    if (!req.complete) res.shouldKeepAlive = false;
    fail(new ApiError(504, "TIMEOUT", "Gateway Timeout", { cause }));
    logger.warn(
      `${name} did not complete its answer within its maxDuration, ${seconds} s: ${req.method} ${req.url}`,
    );
  };
  const timer = setTimeout(expire, Math.min(seconds * 1000, LONGEST_MS)).unref();
  res.once("close", () => clearTimeout(timer));
}

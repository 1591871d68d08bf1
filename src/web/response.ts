import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { setStatusText } from "../http/header.ts";
import { sendStream } from "../http/response.ts";

/**
 * Whether a value is a web Response, by what it is and not by its class: beside Node's own there are the one of
 * `undici`, and Hono's, which takes the place of the global one.
 */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== "object" || value === null) return false;
  if ((value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] !== "Response") return false;
  return typeof (value as Partial<Response>).headers?.getSetCookie === "function";
}

/** Sends a web Response (Fetch standard) as the answer: its status, headers and body, chunk by chunk. */
export function sendResponse(res: ServerResponse, response: Response): void {
  res.statusCode = response.status;
  if (response.statusText !== "") setStatusText(res, response.statusText);
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") res.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.appendHeader("set-cookie", cookies);
  if (response.body === null) res.end();
  else sendStream(res, Readable.fromWeb(response.body));
}

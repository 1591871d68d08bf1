import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { setStatusText } from "./header.ts";
import { sendStream } from "./response.ts";

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

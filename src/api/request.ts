import { type IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type Cookies, parseCookies } from "../http/cookie.ts";
import { IncomingRequest, sentHeaders } from "../http/incoming.ts";
import type { Query } from "../http/query.ts";
import { kResponse } from "../http/signal.ts";
import { NO_PREVIEW, type Preview } from "./preview.ts";

const kCookies = Symbol("cookies");
const kComplete = Symbol("headers are complete");

/** Node's own request with the members that an API route expects. */
export class ApiRequest extends IncomingRequest {
  /** Query string and route params in one plain object; params win. */
  declare query: Query;
  /** What the body parser made of the body; `undefined` when it is off. */
  declare body: any;
  /** True in preview mode and in draft mode, else `undefined`. */
  declare preview: Preview["preview"];
  /** What `res.setPreviewData` was given, `{}` in draft mode, `false` when neither is on. */
  declare previewData: Preview["previewData"];
  /** The same as `preview`. */
  declare draftMode: Preview["draftMode"];
  declare [kCookies]: Cookies | undefined;
  declare [kComplete]: boolean | undefined;

  /** The request's cookies, parsed on first read. */
  get cookies(): Cookies {
    return (this[kCookies] ??= parseCookies(sentHeaders(this).cookie));
  }

  set cookies(cookies: Cookies) {
    this[kCookies] = cookies;
  }
}

const { get, set } = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, "headers") as {
  get(this: IncomingMessage): IncomingHttpHeaders;
  set(this: IncomingMessage, headers: IncomingHttpHeaders): void;
};

// To complete them takes 2 % of a small answer (`npm run bench`, "JSON"): they are completed when a route reads them.
// Node has an accessor here too, its types a property.
Object.defineProperty(ApiRequest.prototype, "headers", {
  get(this: ApiRequest): IncomingHttpHeaders {
    const headers = get.call(this);
    if (this[kResponse] !== undefined && this[kComplete] === undefined) {
      this[kComplete] = true;
      completeHeaders(headers, this.socket);
    }
    return headers;
  },
  set,
  configurable: true,
});

// What almost every request has costs none of them anything; one in preview mode gets members of its own.
Object.assign(ApiRequest.prototype, NO_PREVIEW);

/** Headers that steer Next's own machinery. A client's have no meaning, and never reach a route. */
const INTERNAL_HEADERS: ReadonlySet<string> = new Set([
  "x-middleware-rewrite",
  "x-middleware-redirect",
  "x-middleware-set-cookie",
  "x-middleware-skip",
  "x-middleware-override-headers",
  "x-middleware-next",
  "x-now-route-matches",
  "x-matched-path",
  "x-nextjs-data",
  "next-resume",
  "x-next-resume-state-length",
]);

/** Whether a header is one of those that no route sees, and no other server. */
export function isInternalHeader(name: string): boolean {
  return INTERNAL_HEADERS.has(name);
}

/** Makes the headers what a route sees under Next: `x-forwarded-*` filled where absent, internal ones gone. */
export function completeHeaders(headers: IncomingHttpHeaders, socket: Socket): void {
  for (const name in headers) if (INTERNAL_HEADERS.has(name)) delete headers[name];
  // HTTP/2 has the host as a pseudo-header (RFC 9113 section 8.3.1).
  if (headers.host === undefined && ":authority" in headers) headers.host = String(headers[":authority"]);
  headers["x-forwarded-host"] ??= headers.host ?? "";
  // A Unix socket has no port and no address.
  if (socket.localPort !== undefined) headers["x-forwarded-port"] ??= String(socket.localPort);
  headers["x-forwarded-proto"] ??= (socket as TLSSocket).encrypted ? "https" : "http";
  if (socket.remoteAddress !== undefined) headers["x-forwarded-for"] ??= socket.remoteAddress;
}

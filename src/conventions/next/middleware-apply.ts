import type { IncomingMessage, ServerResponse } from "node:http";
import type { Verdict } from "../../convention.ts";
import { completeHeaders } from "../../api/request.ts";
import { cookieList, isSetCookie } from "../../http/header.ts";
import { parseTarget } from "../../http/target.ts";
import { cut } from "../../http/signal.ts";
import { watch } from "../../http/watched.ts";
import { logError, type Logger, loggerFor } from "../../observe/logger.ts";
import { type FastParts, kParts } from "../../web/fast-response.ts";
import { sendResponse } from "../../web/response.ts";

const INTERNAL = "x-middleware-";
const REQUEST_HEADER = "x-middleware-request-";
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that are about the message of the middleware, and not about the answer that is sent. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "expect",
  "keep-alive",
  "keepalive",
  "transfer-encoding",
]);

/** What becomes of the answer of a middleware. */
export interface Applied {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The origin that the middleware's URLs have where they are of this server. */
  readonly origin: string;
  readonly logger: Logger;
  /** Answers with what another server has at a URL. */
  readonly forward: (url: URL) => Verdict | Promise<Verdict>;
}

/** Carries out what a middleware has returned, as Next does. */
export function applyResponse(response: Response, applied: Applied): Verdict | Promise<Verdict> {
  const { req, res, origin } = applied;
  if (isBareNext(response)) {
    res.statusCode = 200;
    return undefined;
  }
  const { headers, status } = response;
  if (status === 0) throw new TypeError("The middleware returned Response.error().");
  const rewrite = headers.get("x-middleware-rewrite");
  const location = headers.get("location");
  if (rewrite === null && (location !== null || !headers.has("x-middleware-next"))) {
    answer(response, location, applied);
    return "answered";
  }
  overrideRequest(req, headers);
  res.statusCode = status;
  for (const [name, value] of passedOn(headers)) {
    res.setHeader(name, value);
    req.headers[name] = value;
  }
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) {
    res.setHeader("set-cookie", cookies);
    keepCookies(res, cookies);
    req.headers["set-cookie"] = cookies;
  }
  if (rewrite === null) return undefined;
  const url = new URL(rewrite);
  return url.origin === origin ? { url: parseTarget(url.pathname).path + url.search } : applied.forward(url);
}

/** A path that begins with two slashes is not the address of another host (URL standard, "URL serializing"). */
function pathInside(path: string): string {
  return path.startsWith("//") ? `/.${path}` : path;
}

/** `NextResponse.next()` alone: to look into it as into any other would make a Response of the web of it. */
function isBareNext(response: Response): boolean {
  const parts = kParts in response ? (response as unknown as FastParts)[kParts]() : undefined;
  if (parts === undefined || parts.status !== 200 || parts.body !== null) return false;
  const names = Object.keys(parts.headers);
  return names.length === 1 && names[0] === "x-middleware-next";
}

/** `next({ request: { headers } })`: what is not among them is gone. */
function overrideRequest({ headers: sent, socket }: IncomingMessage, headers: Headers): void {
  const list = headers.get("x-middleware-override-headers");
  if (list === null || list === "") return;
  const names = new Set(list.split(",").map((name) => name.trim()));
  for (const name of Object.keys(sent)) if (!names.has(name)) delete sent[name];
  for (const name of names) {
    const value = headers.get(REQUEST_HEADER + name);
    if (value === null) delete sent[name];
    else sent[name] = value;
  }
  if (sent.host === undefined) sent["x-forwarded-host"] ??= "localhost";
  completeHeaders(sent, socket);
}

function passedOn(headers: Headers): [string, string][] {
  return [...headers].filter(
    ([name, value]) =>
      value !== "" && name !== "set-cookie" && !LEFT_OUT.has(name) && !name.startsWith(INTERNAL),
  );
}

/**
 * Cookies of a handler come behind those of the middleware, also where it sets the whole header. The start of their own
 * list stands as it is, as in Next: so an empty list sends none.
 */
function keepCookies(res: ServerResponse, cookies: readonly string[]): void {
  const { setHeader } = res;
  res.setHeader = function setCookies(name, value) {
    if (!isSetCookie(name) || isStartOf(value, cookies)) return setHeader.call(this, name, value);
    return setHeader.call(this, name, [...cookies, ...cookieList(value)]);
  };
}

function isStartOf(value: unknown, cookies: readonly string[]): boolean {
  return Array.isArray(value) && value.every((cookie, index) => cookie === cookies[index]);
}

function answer(response: Response, location: string | null, applied: Applied): void {
  const { req, res, origin, logger } = applied;
  const { status } = response;
  const late = (error: unknown): void => logError(loggerFor(logger, req), error);
  watch(res, {
    late,
    failed(error) {
      late(error);
      cut(res, error);
    },
  });
  const headers = new Headers(passedOn(response.headers));
  const cookies = response.headers.getSetCookie();
  // Those of next.config make way for its own, as in Next.
  if (cookies.length > 0 && res.hasHeader("set-cookie")) res.removeHeader("set-cookie");
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  if (location === null) {
    sendResponse(res, new Response(response.body, { status, headers }));
    return;
  }
  const url = new URL(location);
  const target = url.origin === origin ? pathInside(url.href.slice(origin.length)) : location;
  headers.set("location", target);
  if (!REDIRECTS.has(status)) {
    sendResponse(res, new Response(response.body, { status, headers }));
    return;
  }
  if (status === 308) headers.set("refresh", `0;url=${target}`);
  void response.body?.cancel();
  const type = headers.get("content-type");
  const redirect = new Response(target, { status, headers });
  if (type === null) redirect.headers.delete("content-type");
  sendResponse(res, redirect);
}

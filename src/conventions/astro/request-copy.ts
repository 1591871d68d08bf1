import type { RewriteTarget } from "./context.ts";

/** What a copy of a request, for another URL, is made with. Its body is that of the request. */
export function initOf(request: Request): RequestInit {
  const { method, headers, signal } = request;
  if (method === "GET" || method === "HEAD") return { method, headers, signal };
  return { method, headers, signal, body: request.body, duplex: "half" };
}

/** The request for a page of an error: without a body where the route has read it. */
export function withoutBody(request: Request): Request {
  if (!request.bodyUsed) return request;
  const { method, headers, signal, url } = request;
  return new Request(url, { method, headers, signal });
}

/** The URL that a rewrite means. */
export function rewriteUrl(target: RewriteTarget, request: Request): URL {
  if (target instanceof URL) return new URL(target);
  if (target instanceof Request) return new URL(target.url);
  return new URL(target.replace(/^\/{2,}/, "/"), new URL(request.url).origin);
}

/**
 * The request again, for the URL of a rewrite.
 *
 * @throws TypeError where its body was read, as it cannot be sent on
 */
export function copyRequest(url: URL, request: Request): Request {
  const { method, bodyUsed } = request;
  if (bodyUsed && method !== "GET" && method !== "HEAD") {
    throw new TypeError("The body was read before the rewrite. Read a copy of it: request.clone().json().");
  }
  return new Request(url, initOf(request));
}

import type { RewriteTarget } from "./context.ts";

/** The URL that a rewrite means. */
export function rewriteUrl(target: RewriteTarget, request: Request): URL {
  if (target instanceof URL) return new URL(target);
  if (target instanceof Request) return new URL(target.url);
  return new URL(target.replace(/^\/{2,}/, "/"), new URL(request.url).origin);
}

/**
 * The request again, for another URL.
 *
 * @throws TypeError where its body was read, as it cannot be sent on
 */
export function copyRequest(url: URL, request: Request): Request {
  const { method, headers, signal } = request;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  if (request.bodyUsed) {
    throw new TypeError("The body was read before the rewrite. Read a copy of it: request.clone().json().");
  }
  return new Request(url, { method, headers, signal, body: request.body, duplex: "half" });
}

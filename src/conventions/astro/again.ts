/** A request again, for another URL. */
export function asInit(request: Request): RequestInit {
  const { method, headers, signal } = request;
  if (method === "GET" || method === "HEAD") return { method, headers, signal };
  return { method, headers, signal, body: request.body, duplex: "half" };
}

/** Pages of errors get the request without what the route may have read already. */
export function withoutBody(request: Request): Request {
  if (!request.bodyUsed) return request;
  const { method, headers, signal, url } = request;
  return new Request(url, { method, headers, signal });
}

/** Keeps what the answer before had set, beside what the page says. */
export function merge(page: Response, before: Response | undefined): Response {
  if (before === undefined) return page;
  const headers = new Headers(before.headers);
  // A middleware that has run for both has set the same ones.
  const cookies = new Set(headers.getSetCookie());
  for (const [name, value] of page.headers) {
    if (name === "set-cookie" ? !cookies.has(value) : !headers.has(name)) headers.append(name, value);
  }
  const { status } = before.status === 200 ? page : before;
  return new Response(page.body, { status, statusText: before.statusText, headers });
}

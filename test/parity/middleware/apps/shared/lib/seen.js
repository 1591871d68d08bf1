const VARYING = new Set(["x-forwarded-for", "x-forwarded-port"]);

/** What a handler sees of a request, without what differs between machines. */
export function seenBy(req) {
  const headers = Object.entries(req.headers).filter(([name]) => !VARYING.has(name));
  return {
    method: req.method,
    url: req.url,
    query: req.query,
    cookies: req.cookies,
    body: req.body,
    headers: Object.fromEntries(headers.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

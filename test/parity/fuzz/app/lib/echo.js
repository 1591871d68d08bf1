import { createHash } from "node:crypto";

/**
 * A handler which tells all it was given. Without a type, so that nothing is compressed: what is told of `req.url`
 * differs on purpose, and a length around the threshold would then decide otherwise.
 */
export function echo(route) {
  return function handler(req, res) {
    const { method, url, query, cookies, headers } = req;
    const told = { route, method, url, query: Object.entries(query), cookies: Object.entries(cookies) };
    res.end(
      JSON.stringify({
        ...told,
        body: describe(req.body),
        headers: Object.entries(headers).toSorted(byName),
      }),
    );
  };
}

function byName([a], [b]) {
  return a < b ? -1 : 1;
}

export function describe(body) {
  if (body === undefined) return "none";
  const type = body === null ? "null" : Array.isArray(body) ? "array" : typeof body;
  const proto = type === "object" && Object.getPrototypeOf(body) === null ? " without prototype" : "";
  const text = JSON.stringify(body);
  const value = text.length > 300 ? createHash("sha1").update(text).digest("hex") : text;
  return `${type}${proto} of ${text.length}: ${value}`;
}

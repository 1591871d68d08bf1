import type { Row } from "../../row.ts";
import { act, CREDENTIALS, HIDDEN } from "./act.ts";

const NO_INTERNAL = /^(?!.*x-middleware-)/s;
const SEEN_COOKIES: Partial<Row> = {
  differs: HIDDEN,
  ours: { like: "next", headers: { etag: "*" }, body: NO_INTERNAL },
};

const through: Row[] = [
  act("undefined lets the request through", "undefined"),
  act("null lets the request through", "null"),
  act("next() lets the request through", "next"),
  act("a promise of next() is awaited", "later"),
  act("an action of no name sets a header", "other"),
  act("a string is no answer", "string"),
  act("an object is no answer", "object"),
  act("zero is like undefined", "zero"),
  act("next() for a path without a route", "next-headers", { path: "/api/none" }),
  act("next() for a path outside of the API", "next-headers", { path: "/none" }),
  act("next() for HEAD", "next-headers", { method: "HEAD" }),
  act("next() for OPTIONS", "next-headers", { method: "OPTIONS" }),
  act("next() for a method of WebDAV", "next", { method: "PROPFIND" }),
  act(
    "next() before a handler that throws",
    "next-headers",
    { path: "/api/fails" },
    {
      differs: "a Content-Type that was set for another answer would be wrong about the text of a 500",
      ours: { like: "next", headers: { "content-type": null, vary: null } },
    },
  ),
  act("next() before a handler that redirects", "next-headers", { path: "/api/redirects" }),
  act("next() before a handler that streams", "next-headers", { path: "/api/streams" }),
  act("next() with If-None-Match", "next", {
    path: "/api/hello",
    headers: { "If-None-Match": '"etag"' },
  }),
];

const answerHeaders: Row[] = [
  act("headers of next() come before the handler's", "next-headers", { path: "/api/sets" }),
  act("headers of next() reach the handler's request", "next-headers"),
  act("headers set on next() later", "next-set"),
  act("Content-Length on next() is left out", "next-length"),
  act("Vary and ETag on next()", "next-vary"),
  act(
    "x-middleware-* of next() of one's own",
    "next-internal",
    {},
    {
      differs: HIDDEN,
      ours: {
        like: "next",
        headers: { "x-middleware-own": null, "x-middleware-skip": null, etag: "*" },
        body: NO_INTERNAL,
      },
    },
  ),
  act("a status on next()", "next-status"),
  act("a status text on next()", "next-status-text"),
  act("a Response that says next by hand", "next-by-hand"),
  act("a Response with a body that says next", "next-with-body"),
  act("Location on next()", "next-location"),
];

const cookies: Row[] = [
  act("cookies of next()", "next-cookies", {}, SEEN_COOKIES),
  act("cookies of next() beside the handler's", "next-cookies", { path: "/api/cookie" }),
  act("cookies of next() beside equal names of the handler", "next-cookies", { path: "/api/sets" }),
  act("Set-Cookie of next() by hand", "next-cookies-by-hand"),
  act("Set-Cookie of next() by hand beside the handler's", "next-cookies-by-hand", { path: "/api/cookie" }),
  act(
    "cookies of the request changed and handed on",
    "request-cookies",
    { headers: CREDENTIALS },
    SEEN_COOKIES,
  ),
  act("cookies of the request changed and not handed on", "request-cookies-only", { headers: CREDENTIALS }),
];

const requestHeaders: Row[] = [
  act("a request header added", "request-add", { headers: CREDENTIALS }),
  act("request headers removed", "request-remove", { headers: CREDENTIALS }),
  act("request headers replaced", "request-replace", { headers: CREDENTIALS }),
  act("the Cookie header replaced", "request-cookie", { headers: CREDENTIALS }),
  act("all request headers replaced by one", "request-only", { headers: CREDENTIALS }),
  act("all request headers removed", "request-none", { headers: CREDENTIALS }),
  act("a request header emptied", "request-empty-value", { headers: CREDENTIALS }),
  act("the request itself handed on", "request-same", { headers: CREDENTIALS }),
  act("headers of request and answer", "request-both", { headers: CREDENTIALS }, SEEN_COOKIES),
  act("request headers that are a plain object", "request-not-headers"),
  act("a Content-Type replaced before the body is parsed", "request-replace", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"a":1}',
  }),
];

const rewrites: Row[] = [
  act("a rewrite to a dynamic route", "rewrite"),
  act("a rewrite with a query", "rewrite-query", { query: "&kept=1" }),
  act("a rewrite to a changed clone of nextUrl", "rewrite-clone", { query: "&kept=1" }),
  act("a rewrite to a changed nextUrl", "rewrite-path", { query: "&kept=1" }),
  act("a rewrite to a missing route", "rewrite-missing"),
  act("a rewrite out of the API", "rewrite-page"),
  act("a rewrite with headers on both sides", "rewrite-headers", { headers: CREDENTIALS }),
  act("a rewrite with cookies", "rewrite-cookies"),
  act("a rewrite with a status", "rewrite-status"),
  act("a rewrite to an encoded path", "rewrite-encoded"),
  act("a rewrite to a path beyond ASCII", "rewrite-unicode"),
  act("a rewrite to a path with a slash at the end", "rewrite-slash"),
  act("a rewrite with a fragment", "rewrite-hash"),
  act("a rewrite whose query has a param's name", "rewrite-param-query"),
  act("a rewrite to a relative URL", "rewrite-relative"),
  act("a rewrite to the Host of the request", "rewrite-host"),
  act("a rewrite by hand", "rewrite-by-hand"),
  act("a rewrite by hand to a relative URL", "rewrite-by-hand-relative"),
  act("a rewrite of a path without a route", "rewrite", { path: "/nowhere/at/all" }),
  act("a rewrite of a POST with a body", "rewrite-query", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"a":1}',
  }),
  act("a rewrite for HEAD", "rewrite", { method: "HEAD" }),
];

const external: Row[] = [
  act("a rewrite to another server", "rewrite-external", { headers: CREDENTIALS }),
  act(
    "a rewrite to another server with headers",
    "rewrite-external-headers",
    { headers: CREDENTIALS },
    {
      differs: "the other server learns where the request came from, whatever headers a middleware leaves",
      ours: {
        like: "next",
        headers: { "x-middleware-rewrite": null },
        body: /"x-forwarded-proto":"http","x-mw":"1"/,
      },
      rule: { ignore: ["content-length"] },
    },
  ),
  act("a rewrite to another server with cookies", "rewrite-external-cookies"),
  act(
    "a rewrite to an encoded path of another server",
    "rewrite-external-encoded",
    {},
    {
      differs: "the query of a rewrite is sent as it is written",
      ours: {
        like: "next",
        headers: { "x-middleware-rewrite": null },
        body: /"url":"\/up\/a%2Fb\/k%C3%A4se\?q=%2F"/,
      },
    },
  ),
  act("a rewrite of a POST to another server", "rewrite-external", {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: "posted",
  }),
  act("a rewrite to a server that is not there", "rewrite-external-dead"),
];

const redirects: Row[] = [
  act("a redirect", "redirect"),
  act("a redirect for HEAD", "redirect", { method: "HEAD" }),
  act("a redirect of a POST", "redirect", { method: "POST", body: "x" }),
  ...[301, 302, 303, 307, 308].map((status) =>
    act(`a redirect with status ${status}`, "redirect-status", { query: `&status=${status}` }),
  ),
  act("a redirect with a status that is none", "redirect-status", { query: "&status=200" }),
  act("a redirect with headers", "redirect-init"),
  act("a redirect to another origin", "redirect-external"),
  act("a redirect to the Host of the request", "redirect-host"),
  act("a redirect with a fragment", "redirect-hash"),
  act("a redirect with cookies", "redirect-cookies"),
  act("a redirect of the web's Response", "redirect-web"),
  act("a redirect to a relative URL", "redirect-relative"),
  act("a redirect by hand", "redirect-by-hand"),
  act("a redirect by hand with a body", "redirect-by-hand-body"),
  act("Location on 201", "redirect-by-hand-other"),
  act("Location on 200", "redirect-by-hand-200"),
  act("a redirect to a changed clone of nextUrl", "redirect-clone", { query: "&kept=1" }),
  act("a redirect to a path with a slash at the end", "redirect-slash"),
  act("a redirect to a path beyond ASCII", "redirect-unicode"),
];

/** Requests that a middleware lets through, rewrites or redirects. */
export const passing: Row[] = [
  ...through,
  ...answerHeaders,
  ...cookies,
  ...requestHeaders,
  ...rewrites,
  ...external,
  ...redirects,
];

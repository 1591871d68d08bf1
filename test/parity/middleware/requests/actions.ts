import type { HeaderList, Message, Row } from "../../row.ts";

const CREDENTIALS: HeaderList = {
  Authorization: "Basic eA==",
  Cookie: "gone=1; kept=2",
  "User-Agent": "rows",
};

interface Sending extends Message {
  /** The rest of the query. */
  query?: string;
}

/** A request whose middleware does what `?do=` says. */
function act(name: string, what: string, sending: Sending = {}, rest: Partial<Row> = {}): Row {
  const { query = "", path = "/api/echo", ...message } = sending;
  return { name, path: `${path}?do=${what}${query}`, ...message, ...rest };
}

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
  act("next() before a handler that throws", "next-headers", { path: "/api/fails" }),
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
  act("x-middleware-* of next() of one's own", "next-internal"),
  act("a status on next()", "next-status"),
  act("a status text on next()", "next-status-text"),
  act("a Response that says next by hand", "next-by-hand"),
  act("a Response with a body that says next", "next-with-body"),
  act("Location on next()", "next-location"),
];

const cookies: Row[] = [
  act("cookies of next()", "next-cookies"),
  act("cookies of next() beside the handler's", "next-cookies", { path: "/api/cookie" }),
  act("cookies of next() beside equal names of the handler", "next-cookies", { path: "/api/sets" }),
  act("Set-Cookie of next() by hand", "next-cookies-by-hand"),
  act("Set-Cookie of next() by hand beside the handler's", "next-cookies-by-hand", { path: "/api/cookie" }),
  act("cookies of the request changed and handed on", "request-cookies", { headers: CREDENTIALS }),
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
  act("headers of request and answer", "request-both", { headers: CREDENTIALS }),
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
  act("a rewrite to another server with headers", "rewrite-external-headers", { headers: CREDENTIALS }),
  act("a rewrite to another server with cookies", "rewrite-external-cookies"),
  act("a rewrite to an encoded path of another server", "rewrite-external-encoded"),
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

const answers: Row[] = [
  act("JSON with a status", "json"),
  act("JSON for HEAD", "json", { method: "HEAD" }),
  act("JSON with headers", "json-headers"),
  act("JSON of the web's Response", "json-web"),
  act("a text with a status", "text"),
  act("a text of NextResponse", "text-next"),
  act("a status text", "status-text"),
  act("204", "empty"),
  act("200 without a body", "empty-200"),
  act("404 without a body", "empty-404"),
  act("304", "not-modified"),
  act("a stream", "stream"),
  act("a stream for HEAD", "stream", { method: "HEAD" }),
  act("a stream that fails", "stream-fails"),
  act("bytes", "bytes"),
  act("a large text to a client that takes gzip", "large", { headers: { "Accept-Encoding": "gzip" } }),
  act("HTML", "html"),
  act("a form", "form"),
  act("cookies of an answer", "cookies"),
  act("a Content-Length of its own", "length"),
  act("an ETag of its own", "etag"),
  act("an ETag that the client has", "etag", { headers: { "If-None-Match": '"tag"' } }),
  act("x-middleware-* on an answer", "internal"),
  act("request headers on an answer", "override-in-answer"),
  act("an answer for a path without a route", "json", { path: "/api/none" }),
  act("an answer for a path outside of the API", "json", { path: "/none" }),
  act("an answer to a POST whose body is not read", "json", { method: "POST", body: "x".repeat(20_000) }),
  act("Response.error()", "response-error"),
  act("headers of the connection", "connection"),
];

const failures: Row[] = [
  act("a throw", "throw"),
  act("a throw for HEAD", "throw", { method: "HEAD" }),
  act("a throw for a path without a route", "throw", { path: "/none" }),
  act("a throw of a string", "throw-string"),
  act("a throw of a Response", "throw-response"),
  act("a rejection", "reject"),
  act("a throw with a status", "throw-status"),
];

const TEXT: HeaderList = { "Content-Type": "text/plain" };
const JSON_TYPE: HeaderList = { "Content-Type": "application/json" };
const FORM: HeaderList = { "Content-Type": "application/x-www-form-urlencoded" };

const bodies: Row[] = [
  act("a body read as text", "read-text", { method: "POST", headers: TEXT, body: "some text" }),
  act("a body read as text before a handler that reads the stream", "read-text", {
    path: "/api/raw",
    method: "POST",
    headers: TEXT,
    body: "some text",
  }),
  act("a body read as JSON", "read-json", { method: "POST", headers: JSON_TYPE, body: '{"a":[1,2]}' }),
  act("a body read as JSON that is none", "read-json", { method: "POST", headers: JSON_TYPE, body: "{" }),
  act("a body read as a form", "read-form", { method: "POST", headers: FORM, body: "a=1&b=2+3" }),
  act("a body read as bytes", "read-bytes", {
    path: "/api/raw",
    method: "PUT",
    body: Buffer.from([0, 255, 1]),
  }),
  act("a body read from a clone", "read-clone", { method: "POST", headers: TEXT, body: "some text" }),
  act("a body read in part", "read-some", { path: "/api/raw", method: "POST", body: "x".repeat(200_000) }),
  act("a large body read", "read-text", { path: "/api/raw", method: "POST", body: "x".repeat(2_000_000) }),
  act("a large body not read", "next", { path: "/api/raw", method: "POST", body: "x".repeat(2_000_000) }),
  act("a chunked body read", "read-text", {
    path: "/api/raw",
    method: "POST",
    headers: { ...TEXT, "Transfer-Encoding": "chunked" },
    body: "4\r\nsome\r\n5\r\n text\r\n0\r\n\r\n",
  }),
  act("a body read and rewritten", "read-rewrite", { method: "POST", headers: TEXT, body: "some text" }),
  act("a body read and answered", "read-answer", { method: "POST", headers: TEXT, body: "some text" }),
  act("a body read twice", "read-twice", { method: "POST", headers: TEXT, body: "some text" }),
  act("an empty body read", "read-text", { method: "POST" }),
  act("a body of GET read", "read-clone", { method: "DELETE", headers: TEXT, body: "some text" }),
  act("the body of a GET", "body"),
  act("the body of a POST", "body", { method: "POST", body: "x" }),
  act("the body of a POST without one", "body", { method: "POST", headers: { "Content-Length": "0" } }),
  act("a body over the parser's limit", "next", {
    method: "POST",
    headers: TEXT,
    body: "x".repeat(1_100_000),
  }),
  {
    name: "a body read and a second request on the connection",
    messages: [
      { method: "POST", path: "/api/raw?do=read-text", headers: TEXT, body: "some text" },
      { path: "/api/hello?do=next" },
    ],
  },
];

const sights: Row[] = [
  act("what it sees of a GET", "see", { headers: CREDENTIALS, query: "&a=1&a=2&b=x%20y&c" }),
  act("what it sees of a POST", "see", { method: "POST", headers: JSON_TYPE, body: "{}" }),
  act("what it sees of an encoded path", "see", { path: "/api/users/a%2Fb%20c" }),
  act("what it sees of a path without a route", "see", { path: "/no/where" }),
  act("what it sees of X-Forwarded-*", "see", {
    headers: { "X-Forwarded-Host": "front.test", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443" },
  }),
  act("what it sees of repeated headers", "see", {
    headers: { "X-Many": ["1", "2"], Cookie: ["a=1", "b=2"], Accept: ["text/a", "text/b"] },
  }),
  act("the user agent", "user-agent", {
    headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" },
  }),
  act("the environment", "environment"),
  act("the classes", "instance"),
  act("work that outlives the answer", "wait-until"),
  act("work that fails behind the answer", "wait-until-fails"),
  act("fetch", "fetch"),
  act("the answer of another server as its own", "fetch-answer"),
];

const paths: Row[] = [
  { name: "a slash at the end is redirected before the middleware", path: "/api/echo/?do=json" },
  { name: "repeated slashes are redirected before the middleware", path: "/api//echo?do=json" },
  { name: "a malformed escape in a param", path: "/api/users/%zz?do=next-headers" },
  { name: "a malformed escape in a param of a guarded path", path: "/api/admin/%zz" },
  { name: "a malformed escape in the query", path: "/api/echo?do=next&x=%zz" },
  { name: "dot segments", path: "/api/x/../echo?do=see" },
  { name: "an encoded letter of a static path", path: "/api/%65cho?do=next-headers" },
  { name: "a guarded path", path: "/api/admin" },
  { name: "a guarded path below", path: "/api/admin/users?x=1" },
  { name: "a guarded path with the credentials", path: "/api/admin", headers: { Authorization: "secret" } },
  { name: "a guarded path with an encoded letter", path: "/api/%61dmin/x" },
  { name: "a guarded path with a slash at the end", path: "/api/admin/" },
  { name: "a guarded path behind dots", path: "/api/x/%2e%2e/admin" },
  { name: "a guarded path in the absolute form", path: "http://parity.test/api/admin/users" },
  { name: "a guarded path with a slash encoded", path: "/api%2Fadmin" },
  { name: "a guarded path with a backslash", path: "/api\\admin" },
];

const INTERNAL: [string, string][] = [
  ["x-middleware-subrequest", "middleware"],
  ["x-middleware-subrequest", "src/middleware"],
  ["x-middleware-subrequest", "pages/_middleware"],
  ["x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"],
  ["x-middleware-subrequest", "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware"],
  ["x-middleware-subrequest", "proxy:proxy:proxy:proxy:proxy"],
  ["x-middleware-subrequest-id", "0123456789abcdef"],
  ["x-middleware-next", "1"],
  ["x-middleware-skip", "1"],
  ["x-middleware-rewrite", "/api/hello"],
  ["x-middleware-redirect", "/api/hello"],
  ["x-middleware-refresh", "1"],
  ["x-middleware-set-cookie", "a=1"],
  ["x-middleware-override-headers", "x-a"],
  ["x-middleware-request-x-a", "1"],
  ["x-middleware-request-authorization", "secret"],
  ["x-middleware-invoke", "1"],
  ["x-middleware-prefetch", "1"],
  ["x-middleware-cache", "no-cache"],
  ["x-middleware-own", "1"],
  ["x-invoke-path", "/api/hello"],
  ["x-invoke-status", "200"],
  ["x-invoke-output", "/api/hello"],
  ["x-matched-path", "/api/hello"],
  ["x-now-route-matches", "1=a"],
  ["x-nextjs-data", "1"],
  ["x-nextjs-rewrite", "/api/hello"],
  ["x-nextjs-redirect", "/api/hello"],
  ["next-resume", "1"],
  ["rsc", "1"],
  ["purpose", "prefetch"],
  ["x-prerender-revalidate", "x"],
];

const sent: Row[] = INTERNAL.flatMap(([name, value]) => [
  { name: `a guarded path with ${name}: ${value}`, path: "/api/admin", headers: { [name]: value } },
  act(`${name}: ${value} from outside`, "next", { headers: { [name]: value } }),
]);

const seenOnly: Row[] = INTERNAL.filter(([name]) => name !== "x-middleware-subrequest").map(([name, value]) =>
  act(`the middleware's view of ${name}: ${value}`, "see", { headers: { [name]: value } }),
);

/** The common part of middleware.js and proxy.ts. */
export const common: Row[] = [
  ...through,
  ...answerHeaders,
  ...cookies,
  ...requestHeaders,
  ...rewrites,
  ...external,
  ...redirects,
  ...answers,
  ...failures,
  ...bodies,
  ...sights,
];

export const actions: Row[] = [...common, ...paths, ...sent, ...seenOnly];

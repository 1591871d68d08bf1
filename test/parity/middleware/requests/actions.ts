import type { HeaderList, Row } from "../../row.ts";
import { act, CREDENTIALS } from "./act.ts";
import { passing } from "./passing.ts";

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
export const common: Row[] = [...passing, ...answers, ...failures, ...bodies, ...sights];

export const actions: Row[] = [...common, ...paths, ...sent, ...seenOnly];

import { BYTES } from "../../reasons.ts";
import type { Row } from "../../row.ts";
import { act, CREDENTIALS, HIDDEN } from "./act.ts";
import { bodies, JSON_TYPE } from "./bodies.ts";
import { passing } from "./passing.ts";

const EVENTS: Partial<Row> = {
  differs: "events are not held back by compression",
  ours: { like: "next", headers: { vary: null } },
};

/** A path in another spelling. */
function equivalent(status: number): Partial<Row> {
  return {
    differs:
      "RFC 3986 calls them the same: the route is found, and the middleware sees the path without the escape",
    ours: { status },
  };
}

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
  act("a stream", "stream", {}, EVENTS),
  act("a stream for HEAD", "stream", { method: "HEAD" }, EVENTS),
  act("a stream that fails", "stream-fails"),
  act("bytes", "bytes"),
  act("a large text to a client that takes gzip", "large", { headers: { "Accept-Encoding": "gzip" } }),
  act("HTML", "html"),
  act("a form", "form"),
  act("cookies of an answer", "cookies"),
  act("a Content-Length of its own", "length"),
  act("an ETag of its own", "etag"),
  act("an ETag that the client has", "etag", { headers: { "If-None-Match": '"tag"' } }),
  act(
    "x-middleware-* on an answer",
    "internal",
    {},
    {
      differs: HIDDEN,
      ours: { like: "next", headers: { "x-middleware-own": null } },
    },
  ),
  act("request headers on an answer", "override-in-answer"),
  act("an answer for a path without a route", "json", { path: "/api/none" }),
  act("an answer for a path outside of the API", "json", { path: "/none" }),
  act("an answer to a POST whose body is not read", "json", { method: "POST", body: "x".repeat(20_000) }),
  act(
    "Response.error()",
    "response-error",
    {},
    {
      differs: "an answer that has no status is an error, not a page that is missing",
      ours: { status: 500 },
    },
  ),
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
  act(
    "the user agent",
    "user-agent",
    { headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" } },
    {
      differs: "the processor is not a version of Linux",
      ours: { like: "next", body: /"os":\{"name":"Linux"\}/ },
    },
  ),
  act(
    "the environment",
    "environment",
    {},
    {
      differs: "a module that routes share has the runtime of the routes",
      ours: { json: { runtime: "nodejs", mode: "production", variable: "from .env", missing: "missing" } },
    },
  ),
  act("the runtime in the file itself", "runtime"),
  act(
    "the classes",
    "instance",
    {},
    {
      differs: "nextUrl is a URL, and the class has a name",
      ours: { json: { request: true, response: true, url: true, name: "NextRequest" } },
    },
  ),
  act("work that outlives the answer", "wait-until"),
  act("work that fails behind the answer", "wait-until-fails"),
  act("fetch", "fetch"),
];

const paths: Row[] = [
  { name: "a slash at the end is redirected before the middleware", path: "/api/echo/?do=json" },
  { name: "repeated slashes are redirected before the middleware", path: "/api//echo?do=json" },
  { name: "a malformed escape in a param", path: "/api/users/%zz?do=next-headers" },
  { name: "a malformed escape in a param of a guarded path", path: "/api/admin/%zz" },
  {
    name: "a malformed escape in the query",
    path: "/api/echo?do=next&x=%zz",
    differs: BYTES,
    ours: { like: "next", headers: { etag: "*" }, body: /"url":"\/api\/echo\?do=next&x=%zz"/ },
  },
  { name: "dot segments", path: "/api/x/../echo?do=see" },
  { name: "an encoded letter of a static path", path: "/api/%65cho?do=next-headers", ...equivalent(200) },
  { name: "a guarded path", path: "/api/admin" },
  { name: "a guarded path below", path: "/api/admin/users?x=1" },
  { name: "a guarded path with the credentials", path: "/api/admin", headers: { Authorization: "secret" } },
  { name: "a guarded path with an encoded letter", path: "/api/%61dmin/x", ...equivalent(403) },
  { name: "a guarded path with a slash at the end", path: "/api/admin/" },
  { name: "a guarded path behind dots", path: "/api/x/%2e%2e/admin" },
  {
    name: "a guarded path in the absolute form",
    path: "http://parity.test/api/admin/users",
    differs: "it is a legal form of a request, which Next redirects to itself",
    ours: { status: 403, body: "forbidden" },
  },
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
  act(
    `the middleware's view of ${name}: ${value}`,
    "see",
    { headers: { [name]: value } },
    name === "rsc"
      ? { differs: "a middleware sees what the client sent", ours: { like: "next", body: /"rsc":"1"/ } }
      : {},
  ),
);

/** The common part of middleware.js and proxy.ts. */
export const common: Row[] = [...passing, ...answers, ...failures, ...bodies, ...sights];

const OTHER_IN_PROXY = new Set(["the environment", "a rewrite of a path without a route"]);

export const proxied: Row[] = [
  ...common.filter(({ name }) => !OTHER_IN_PROXY.has(name)),
  act("the environment", "environment"),
  act(
    "the answer of another server as its own",
    "fetch-answer",
    {},
    {
      differs: "the Response of fetch is a Response in a proxy too",
      ours: { status: 202, body: "cookies" },
    },
  ),
];

export const actions: Row[] = [
  ...common,
  act("the answer of another server as its own", "fetch-answer"),
  ...paths,
  ...sent,
  ...seenOnly,
];

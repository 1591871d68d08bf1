import { CLOSING } from "../reasons.ts";
import type { HeaderList, Row } from "../row.ts";

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "PROPPATCH",
  "MKCOL",
  "COPY",
  "MOVE",
  "LOCK",
  "UNLOCK",
  "SEARCH",
  "REPORT",
  "PURGE",
  "QUERY",
  "LINK",
  "UNLINK",
  "M-SEARCH",
  "NOTIFY",
  "SUBSCRIBE",
];

const HEADERS: [name: string, headers: HeaderList][] = [
  ["none but Host", {}],
  ["a given X-Forwarded-Host", { "X-Forwarded-Host": "front.test" }],
  ["a given X-Forwarded-Proto", { "X-Forwarded-Proto": "https" }],
  ["a given X-Forwarded-Port", { "X-Forwarded-Port": "443" }],
  ["a given X-Forwarded-For", { "X-Forwarded-For": "10.0.0.1" }],
  ["a chain in X-Forwarded-For", { "X-Forwarded-For": "10.0.0.1, 10.0.0.2" }],
  ["an empty X-Forwarded-For", { "X-Forwarded-For": "" }],
  ["an empty X-Forwarded-Proto", { "X-Forwarded-Proto": "" }],
  ["two X-Forwarded-Proto", { "X-Forwarded-Proto": ["https", "http"] }],
  ["a Host with a port", { Host: "parity.test:8080" }],
  ["several of one name", { "X-Many": ["1", "2"] }],
  ["several Accept", { Accept: ["text/html", "application/json"] }],
  ["two Content-Type", { "Content-Type": ["text/plain", "text/html"] }],
  ["two Authorization", { Authorization: ["Bearer a", "Bearer b"] }],
  ["a latin1 value", { "X-Latin": "é" }],
  ["an empty value", { "X-Empty": "" }],
  ["a value with spaces around it", { "X-Space": "  a  b  " }],
  ["a name like an Object member", { constructor: "1", __proto__x: "2" }],
  ["x-middleware-rewrite", { "x-middleware-rewrite": "/x" }],
  ["x-middleware-redirect", { "x-middleware-redirect": "/x" }],
  ["x-middleware-set-cookie", { "x-middleware-set-cookie": "a=1" }],
  ["x-middleware-skip", { "x-middleware-skip": "1" }],
  ["x-middleware-override-headers", { "x-middleware-override-headers": "a" }],
  ["x-middleware-next", { "x-middleware-next": "1" }],
  ["x-now-route-matches", { "x-now-route-matches": "1=a" }],
  ["x-matched-path", { "x-matched-path": "/api/hello" }],
  ["x-nextjs-data", { "x-nextjs-data": "1" }],
  ["next-resume", { "next-resume": "1" }],
  ["x-next-resume-state-length", { "x-next-resume-state-length": "1" }],
  ["x-prerender-revalidate", { "x-prerender-revalidate": "1" }],
  ["x-invoke-path", { "x-invoke-path": "/api/hello" }],
  ["x-middleware-subrequest", { "x-middleware-subrequest": "middleware" }],
  ["rsc", { rsc: "1" }],
  ["next-router-prefetch", { "next-router-prefetch": "1" }],
  ["next-action", { "next-action": "abc" }],
  ["a method override", { "X-HTTP-Method-Override": "DELETE" }],
  ["Accept-Language", { "Accept-Language": "fr" }],
  ["Range", { Range: "bytes=0-3" }],
  ["Origin", { Origin: "http://other.test" }],
  ["purpose prefetch", { Purpose: "prefetch" }],
];

const UNREAD =
  "a request without a body is not read first (speed), so its stream has not ended when the handler begins";
const OVERRIDES = ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"];

export const request: Row[] = [
  ...METHODS.map((method) => ({ name: `the handler sees ${method}`, method, path: "/api/req/method" })),
  ...OVERRIDES.map((header) => ({
    name: `${header} is ignored`,
    method: "POST",
    path: "/api/req/method",
    headers: { [header]: "DELETE" },
    body: "",
  })),
  { name: "_method in the query is ignored", method: "POST", path: "/api/req/method?_method=PUT", body: "" },
  ...HEADERS.map(([name, headers]) => ({
    name: `req.headers with ${name}`,
    path: "/api/req/headers",
    headers,
  })),
  {
    name: "the message's own members",
    path: "/api/req/message",
    headers: { "X-First": "1" },
    differs: UNREAD,
    ours: {
      status: 200,
      body: /^\{"method":"GET","httpVersion":"1.1","complete":\w+,"aborted":false,"readableEnded":false,"url":"\/api\/req\/message","raw":\["Host"/,
    },
  },
  {
    name: "the message's own members with a body",
    method: "POST",
    path: "/api/req/message",
    headers: { "X-First": "1" },
    body: "abc",
  },
  { name: "Connection: close closes", path: "/api/hello", headers: { Connection: "close" } },
  { name: "Connection: keep-alive keeps", path: "/api/hello", headers: { Connection: "keep-alive" } },
  {
    name: "three requests on one connection",
    messages: [
      { path: "/api/hello" },
      { path: "/api/users/1" },
      { method: "POST", path: "/api/body/parsed", body: "x" },
    ],
  },
  {
    name: "a slow answer holds back the quick one after it",
    messages: [{ path: "/api/fail/returns?kind=later" }, { path: "/api/hello" }],
  },
  {
    name: "a pipelined request after Connection: close is not answered",
    // In one write: in two, Next may have answered before the second comes.
    raw: [
      "GET /api/hello HTTP/1.1\r\nHost: parity.test\r\nConnection: close\r\n\r\n" +
        "GET /api/users/1 HTTP/1.1\r\nHost: parity.test\r\n\r\n",
    ],
    awaits: ["GET"],
    differs: CLOSING,
    ours: { status: 200, json: { route: "hello", query: {} }, end: "closed" },
  },
  {
    name: "HEAD and GET pipelined",
    messages: [{ method: "HEAD", path: "/api/hello" }, { path: "/api/hello" }],
  },
  { name: "two kinds of 404 pipelined", messages: [{ path: "/api/nothing" }, { path: "/api/hello" }] },
  {
    name: "a redirect and the next request pipelined",
    messages: [{ path: "/api/hello/" }, { path: "/api/hello" }],
  },
];

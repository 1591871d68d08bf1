import { ABSOLUTE } from "../reasons.ts";
import type { Message, Row } from "../row.ts";

import { get } from "./get.ts";

const host = "Host: parity.test\r\n\r\n";

const UPGRADE = "an upgrade nobody takes is answered as a plain request (RFC 9110, section 7.8)";

const UNKNOWN: [name: string, message: Message][] = [
  ["an unknown route asked for by fetch", { path: "/api/nothing", headers: { "Sec-Fetch-Dest": "empty" } }],
  [
    "an unknown route asked for by a document",
    { path: "/api/nothing", headers: { "Sec-Fetch-Dest": "document" } },
  ],
  ["an unknown route asked for as JSON", { path: "/api/nothing", headers: { Accept: "application/json" } }],
];

const RESOURCES = ["image", "script"];

const RAW: Row[] = [
  { name: "a fragment in the target is dropped", raw: get("/api/hello#frag") },
  { name: "a fragment after the query is dropped", raw: get("/api/req/query?a=1#b=2") },
  { name: "a fragment alone after a param is dropped", raw: get("/api/users/42#x") },
  { name: "raw UTF-8 in the request line", raw: [Buffer.from(`GET /api/users/日本 HTTP/1.1\r\n${host}`)] },
  { name: "a space in the path", raw: get("/api/users/a b") },
  { name: "no Host header", raw: get("/api/hello", "\r\n") },
  { name: "an empty Host header", raw: get("/api/hello", "Host:\r\n\r\n") },
  { name: "two Host headers", raw: get("/api/hello", `Host: a.test\r\n${host}`) },
  { name: "a Host with a port", raw: get("/api/hello", "Host: parity.test:1234\r\n\r\n") },
  { name: "a Host that is no host", raw: get("/api/hello", "Host: a b\r\n\r\n") },
  { name: "a Host with a path in it", raw: get("/api/hello", "Host: a.test/evil\r\n\r\n") },
  { name: "an unknown HTTP version", raw: [`GET /api/hello HTTP/3.0\r\n${host}`] },
  { name: "HTTP/1.0 without Host", raw: ["GET /api/hello HTTP/1.0\r\n\r\n"] },
  { name: "HTTP/1.0 with keep-alive", raw: ["GET /api/hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"] },
  { name: "HTTP/1.0 and a bare end", raw: ["GET /api/res/raw?kind=end-text HTTP/1.0\r\n\r\n"] },
  { name: "HTTP/1.0 and a streamed answer", raw: ["GET /api/res/raw?kind=write-end HTTP/1.0\r\n\r\n"] },
  { name: "an unknown method", raw: [`BREW /api/hello HTTP/1.1\r\n${host}`] },
  { name: "a method in lower case", raw: [`get /api/hello HTTP/1.1\r\n${host}`] },
  { name: "no request at all but text", raw: ["hello\r\n\r\n"] },
  { name: "an empty line before the request", raw: [`\r\nGET /api/hello HTTP/1.1\r\n${host}`] },
  { name: "a header line without a colon", raw: get("/api/hello", `Broken\r\n${host}`) },
  { name: "a space before the colon of a header", raw: get("/api/hello", `X-A : 1\r\n${host}`) },
  { name: "headers over 16 KiB", raw: get("/api/hello", `X-Big: ${"x".repeat(17_000)}\r\n${host}`) },
  { name: "a target of 8000 characters", raw: get(`/api/users/${"x".repeat(8000)}`) },
  { name: "a path of 300 segments", raw: get(`/api/catch${"/s".repeat(300)}`) },
  { name: "a target without a leading slash", raw: get("api/hello") },
  { name: "a target that is only a query", raw: get("?a=1") },
  {
    name: "an absolute-form target",
    raw: get("http://parity.test/api/hello"),
    differs: ABSOLUTE,
    ours: { status: 200, json: { route: "hello", query: {} } },
  },
  {
    name: "an absolute-form target with a param and a query",
    raw: get("http://parity.test/api/users/42?x=1"),
    differs: ABSOLUTE,
    ours: { status: 200, json: { route: "users/[id]", query: { x: "1", id: "42" } } },
  },
  {
    name: "an absolute-form target of another host",
    raw: get("http://other.test/api/hello"),
    differs: ABSOLUTE,
    ours: { status: 200, json: { route: "hello", query: {} } },
  },
  { name: "CONNECT is closed", raw: [`CONNECT a.test:443 HTTP/1.1\r\n${host}`], awaits: ["CONNECT"] },
  ...["h2c", "websocket"].map((protocol): Row => ({
    name: `an upgrade to ${protocol} nobody takes`,
    raw: get("/api/hello", `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${host}`),
    differs: UPGRADE,
    ours: { status: 200, json: { route: "hello", query: {} }, end: "open" },
  })),
  {
    name: "OPTIONS * is no route",
    method: "OPTIONS",
    path: "*",
    awaits: ["OPTIONS"],
    differs: "OPTIONS * is not a route, and not an error of the server",
    ours: { status: 404 },
  },
  {
    name: "Expect: 100-continue is answered at once",
    raw: [
      "POST /api/body/parsed HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + host,
      { pause: 30 },
      "ab",
    ],
    awaits: ["POST"],
  },
  {
    name: "Expect: 100-continue before a 413",
    raw: [
      "POST /api/body/limit-one HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + host,
      { pause: 30 },
      "ab",
    ],
    awaits: ["POST"],
  },
  {
    name: "another Expect is Node's 417",
    raw: ["POST /api/body/parsed HTTP/1.1\r\nExpect: magic\r\nContent-Length: 2\r\n" + host + "ab"],
  },
];

export const targets: Row[] = [
  ...RESOURCES.map((dest): Row => ({
    name: `an unknown route asked for by an ${dest} element`.replace("an script", "a script"),
    path: "/api/nothing",
    headers: { "Sec-Fetch-Dest": dest },
    differs: "a 404 is too small to be compressed, and says so",
    ours: { like: "next", headers: { vary: null } },
    express: { status: 404 },
  })),
  ...UNKNOWN.map(([name, message]) => ({ name, ...message, express: { status: 404 } })),
  ...RAW.map((row) => ({ awaits: ["GET"], ...row })),
];

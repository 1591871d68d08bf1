import type { Row } from "../../row.ts";

import { get, kinds, row, sent } from "./row.ts";

const KINDS = [
  "text",
  "json",
  "empty",
  "stream",
  "stream-fails",
  "bytes",
  "blob",
  "status-text",
  "cookies",
  "next-cookies",
  "redirect-own",
  "redirect-other",
  "response-redirect",
  "204",
  "304",
  "404",
  "throw",
  "reject",
  "throw-string",
  "string",
  "object",
  "undefined",
  "null",
  "next",
  "rewrite",
  "globals",
  "names",
  "large",
  "etag",
  "circular",
];

const OF_HANDLERS = [
  "text",
  "json",
  "redirect",
  "response-redirect",
  "not-found",
  "throw",
  "nothing",
  "cookies",
  "url",
  "runtime",
];

const PATHS = [
  "/api/edge/users/42",
  "/api/edge/users/42?x=1",
  "/api/edge/users/42?id=7&x=1",
  "/api/edge/users/a%20b?q=c%20d",
  "/api/edge/users/%C3%A9",
  "/api/edge/users/a%2Fb",
  "/api/edge/catch/a/b",
  "/api/edge/catch/a/b?all=c&x=1",
  "/api/edge/catch/a%2Fb/c",
  "/api/edge/opt",
  "/api/edge/opt?x=1",
  "/api/edge/opt/a/b",
  "/api/edge/experimental",
  "/api/edge/exported",
  "/api/edge/users/",
];

/** Shorter ones are refused by the parser of Node 20. */
const BOUNDARY = "-----------------------------0123456789";
const MULTIPART = [
  `--${BOUNDARY}`,
  'Content-Disposition: form-data; name="file"; filename="a.txt"',
  "",
  "text",
  `--${BOUNDARY}--`,
  "",
].join("\r\n");

function afterwards(kind: string): Row {
  return row(`edge, afterwards: ${kind}`, {
    raw: [
      `GET /api/edge/${kind} HTTP/1.1\r\nHost: parity.test\r\n\r\n`,
      { pause: 150 },
      "GET /api/edge/done HTTP/1.1\r\nHost: parity.test\r\n\r\n",
    ],
    awaits: ["GET", "GET"],
  });
}

export const edge: Row[] = [
  ...kinds("/api/edge", KINDS),
  ...PATHS.map((path) => get(path)),
  get("/api/edge/request", { headers: { Host: "example.com", "X-One": "1", Cookie: "a=1" } }),
  get("/api/edge/request?proto", { headers: { "X-Forwarded-Proto": "https" } }),
  ...["HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE"].map((method) =>
    get("/api/edge/body/method", { method }),
  ),
  get("/api/edge/large?gzip", { headers: { "Accept-Encoding": "gzip" } }),
  get("/api/edge/etag?match", { headers: { "If-None-Match": '"mine"' } }),
  get("/api/edge/text?html", { headers: { Accept: "text/html" } }),
  sent("edge: reads JSON", "/api/edge/body/json", "application/json", '{"a":1}'),
  sent("edge: fails for bad JSON", "/api/edge/body/json", "application/json", "{"),
  sent("edge: reads text", "/api/edge/body/text", "text/plain", "té xt"),
  sent("edge: reads a form", "/api/edge/body/form", `multipart/form-data; boundary=${BOUNDARY}`, MULTIPART),
  sent("edge: reads 2 MB", "/api/edge/body/text", "text/plain", "x".repeat(2_000_000)),
  sent("edge: leaves a body unread", "/api/edge/body/unread", "text/plain", "x".repeat(100_000)),
  sent("a route handler of the edge reads JSON", "/runtime/edge/json", "application/json", '{"a":1}'),
  ...kinds("/runtime/edge", OF_HANDLERS),
];

/** One after the other, as they share what is done. */
export const edgeLater: Row[] = ["wait-until", "after"].map(afterwards);

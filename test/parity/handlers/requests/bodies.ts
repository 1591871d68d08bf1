import type { Row } from "../../row.ts";

import { get, row, sent } from "./row.ts";

const JSON_TEXT = '{"a":[1,"é"]}';
const FORM = "application/x-www-form-urlencoded";
/** Shorter ones are refused by the parser of Node 20. */
const BOUNDARY = "-----------------------------0123456789";
const MULTIPART = [
  `--${BOUNDARY}`,
  'Content-Disposition: form-data; name="a"',
  "",
  "1",
  `--${BOUNDARY}`,
  'Content-Disposition: form-data; name="file"; filename="a.txt"',
  "Content-Type: text/plain",
  "",
  "text of a file",
  `--${BOUNDARY}--`,
  "",
].join("\r\n");

export const bodies: Row[] = [
  sent("reads JSON", "/body/json", "application/json", JSON_TEXT),
  sent("reads JSON without a type", "/body/json", undefined, JSON_TEXT),
  sent("reads JSON of another type", "/body/json", "text/plain", JSON_TEXT),
  sent("reads JSON of a PUT", "/body/json", "application/json", "[1]", { method: "PUT" }),
  sent("reads JSON of a DELETE", "/body/json", "application/json", "[2]", { method: "DELETE" }),
  sent("fails for bad JSON", "/body/json", "application/json", "{"),
  sent("fails for JSON without a body", "/body/json", "application/json", ""),
  sent("lets a route catch bad JSON", "/body/caught-json", "application/json", "{"),
  sent("reads JSON behind a byte order mark", "/body/json", "application/json", "\ufeff[1]"),
  sent("reads text", "/body/text", "text/plain", "té xt"),
  sent("reads no text", "/body/text", "text/plain", ""),
  sent(
    "reads text as UTF-8 whatever the charset",
    "/body/text",
    "text/plain; charset=latin1",
    Buffer.from([233]),
  ),
  sent("reads text behind a byte order mark", "/body/text", "text/plain", "\ufefftext"),
  sent("reads a large text", "/body/buffer", "text/plain", "x".repeat(300_000)),
  sent("reads 5 MB", "/body/buffer", "application/octet-stream", Buffer.alloc(5_000_000, 7)),
  sent("reads bytes", "/body/bytes", "application/octet-stream", Buffer.from([0, 255, 128])),
  sent("reads a blob", "/body/blob", "image/png", "png"),
  sent("reads a blob without a type", "/body/blob", undefined, "png"),
  sent("reads a form", "/body/form", FORM, "a=1&b=two+words&a=%C3%A9"),
  sent("reads an empty form", "/body/form", FORM, ""),
  sent("reads a form with a charset", "/body/form", `${FORM}; charset=utf-8`, "a=1"),
  sent("reads a multipart form", "/body/form", `multipart/form-data; boundary=${BOUNDARY}`, MULTIPART),
  sent("fails for a form without a type", "/body/form", undefined, "a=1"),
  sent("fails for a form of JSON", "/body/form", "application/json", "{}"),
  sent(
    "fails for a multipart form cut short",
    "/body/form",
    `multipart/form-data; boundary=${BOUNDARY}`,
    MULTIPART.slice(0, 60),
  ),
  sent("fails for a multipart form without a boundary", "/body/form", "multipart/form-data", MULTIPART),
  sent("reads a stream", "/body/stream", "text/plain", "streamed é"),
  sent("reads a stream of nothing", "/body/stream", "text/plain", ""),
  get("/body/stream"),
  get("/body/text"),
  get("/body/json"),
  get("/body/members"),
  sent("has the members of a request", "/body/members", "text/plain", "x"),
  sent("reads a body once", "/body/twice", "text/plain", "once"),
  sent("reads a clone", "/body/clone", "text/plain", "cloned"),
  sent("makes a request of a request", "/body/copied", "text/plain", "copied"),
  sent("makes a request of another URL", "/body/rewritten", "text/plain", "rewritten"),
  sent("leaves a body unread", "/body/unread", "text/plain", "unread"),
  sent("leaves 1 MB unread", "/body/unread", "text/plain", "x".repeat(1_000_000)),
  row("reads a chunked body", {
    method: "POST",
    path: "/body/text",
    headers: { "Transfer-Encoding": "chunked" },
    body: "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
  }),
  row("serves the request behind a body that was not read", {
    messages: [
      { method: "POST", path: "/body/unread", body: "x".repeat(1000) },
      { path: "/body/members?second" },
    ],
  }),
  row("reads the body of a GET", { method: "GET", path: "/body/text?get", body: "of a GET" }),
  row("answers Expect: 100-continue", {
    method: "POST",
    path: "/body/text?expect",
    headers: { Expect: "100-continue" },
    body: "continued",
  }),
];

import type { HeaderList, Row } from "../../row.ts";
import { act, HIDDEN } from "./act.ts";

const TEXT: HeaderList = { "Content-Type": "text/plain" };
export const JSON_TYPE: HeaderList = { "Content-Type": "application/json" };
const FORM: HeaderList = { "Content-Type": "application/x-www-form-urlencoded" };

export const bodies: Row[] = [
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
  act(
    "a body read and rewritten",
    "read-rewrite",
    { method: "POST", headers: TEXT, body: "some text" },
    { differs: HIDDEN, ours: { like: "next", headers: { "x-middleware-rewrite": null } } },
  ),
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

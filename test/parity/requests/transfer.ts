import type { Row } from "../row.ts";

import { inChunks, post } from "./post.ts";

const host = "Host: parity.test\r\n";
const chunked = `Transfer-Encoding: chunked\r\n${host}`;

export const transfer: Row[] = [
  {
    name: "GET with a JSON body",
    method: "GET",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
    body: "{}",
  },
  {
    name: "GET without a body but with a type",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
  },
  {
    name: "GET with a form type and no body",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  },
  { name: "GET without a type or a body", path: "/api/body/parsed" },
  {
    name: "HEAD with bad JSON",
    method: "HEAD",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
    body: "{",
  },
  {
    name: "DELETE with a JSON body",
    method: "DELETE",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
    body: "[1]",
  },
  {
    name: "OPTIONS with a JSON body",
    method: "OPTIONS",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
    body: "[1]",
  },
  {
    name: "POST with neither length nor chunks",
    raw: [`POST /api/body/parsed HTTP/1.1\r\n${host}\r\n`],
    awaits: ["POST"],
  },
  {
    name: "POST of length 0",
    method: "POST",
    path: "/api/body/parsed",
    headers: { "Content-Type": "application/json" },
    body: "",
  },
  { name: "a chunked text", raw: inChunks("parsed", ["one ", "two"]), awaits: ["POST"] },
  { name: "a chunked JSON", raw: inChunks("parsed", ['{"a"', ":1}"], "application/json"), awaits: ["POST"] },
  { name: "an empty chunked JSON", raw: inChunks("parsed", [], "application/json"), awaits: ["POST"] },
  {
    name: "a chunked character that is split",
    raw: [
      `POST /api/body/parsed HTTP/1.1\r\n${chunked}\r\n1\r\n`,
      Buffer.from([0xc3]),
      "\r\n1\r\n",
      Buffer.from([0xa9]),
      "\r\n0\r\n\r\n",
    ],
    awaits: ["POST"],
  },
  {
    name: "a body that arrives late",
    raw: [
      `POST /api/body/parsed HTTP/1.1\r\nContent-Length: 6\r\n${host}\r\n`,
      { pause: 40 },
      "abc",
      { pause: 40 },
      "def",
    ],
    awaits: ["POST"],
  },
  {
    name: "a chunked body with trailers",
    raw: [`POST /api/body/parsed HTTP/1.1\r\n${chunked}\r\n3\r\nabc\r\n0\r\nX-End: 1\r\n\r\n`],
    awaits: ["POST"],
  },
  {
    name: "chunk extensions",
    raw: [`POST /api/body/parsed HTTP/1.1\r\n${chunked}\r\n3;a=b\r\nabc\r\n0\r\n\r\n`],
    awaits: ["POST"],
  },
  {
    name: "a chunk size that is no number",
    raw: [`POST /api/body/parsed HTTP/1.1\r\n${chunked}\r\nzz\r\nabc\r\n`],
    awaits: ["POST"],
  },
  {
    name: "Content-Length and chunks together",
    raw: [`POST /api/body/parsed HTTP/1.1\r\nContent-Length: 3\r\n${chunked}\r\n3\r\nabc\r\n0\r\n\r\n`],
    awaits: ["POST"],
  },
  {
    name: "two Content-Lengths that differ",
    raw: [`POST /api/body/parsed HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n${host}\r\nabcd`],
    awaits: ["POST"],
  },
  {
    name: "a Content-Length that is no number",
    raw: [`POST /api/body/parsed HTTP/1.1\r\nContent-Length: x\r\n${host}\r\nabcd`],
    awaits: ["POST"],
  },
  {
    name: "an unknown Transfer-Encoding",
    raw: [`POST /api/body/parsed HTTP/1.1\r\nTransfer-Encoding: bogus\r\n${host}\r\nabcd`],
    awaits: ["POST"],
  },
  {
    name: "more bytes than the Content-Length are the next request",
    raw: [`POST /api/body/parsed HTTP/1.1\r\nContent-Length: 3\r\n${host}\r\nabcd`],
    awaits: ["POST", "GET"],
  },
  {
    name: "a 400 leaves the connection usable",
    messages: [post("parsed", "{", "application/json"), { path: "/api/hello" }],
  },
  { name: "a body to an unknown route", method: "POST", path: "/api/nothing", body: "x".repeat(10_000) },
  { ...post("after", "text", "text/plain"), name: "the stream after the parser" },
  { ...post("after", "", "text/plain"), name: "the stream after the parser without a body" },
  { ...post("raw", "text", "text/plain"), name: "a raw body" },
  { ...post("raw", "{", "application/json"), name: "a raw body of bad JSON" },
  { ...post("raw", "", "application/json"), name: "a raw body of no bytes" },
  { ...post("raw", "x".repeat(1_500_000), "text/plain"), name: "a raw body over the default limit" },
  { ...post("raw", "{}", "application/json; charset=bogus"), name: "a raw body in an unknown charset" },
  { name: "a chunked raw body", raw: inChunks("raw", ["one ", "two"]), awaits: ["POST"] },
  { ...post("unread", "never read", "text/plain"), name: "a raw body nobody reads" },
  {
    name: "a raw body nobody reads, and the next request",
    messages: [post("unread", "x".repeat(50_000)), { path: "/api/hello" }],
  },
];

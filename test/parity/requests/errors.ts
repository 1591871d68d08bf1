import { CLEAN } from "../reasons.ts";
import type { Ours, Row } from "../row.ts";

const THROWN = [
  "error",
  "type-error",
  "string",
  "number",
  "undefined",
  "null",
  "object",
  "status-404",
  "status-property",
  "object-status",
  "code",
  "headers",
  "frozen",
  "proxy",
  "symbol",
  "getter-throws",
];

const STARTED = "a throw after the first byte destroys the connection instead of appending text to the body";

const plain: Ours = { status: 500, statusText: "Internal Server Error", body: "Internal Server Error" };

const STARTS = ["write", "write-length", "head", "head-length", "flush", "write-reject"];

const RETURNS = ["value", "string", "null", "res", "response-after-end", "later", "async-later"];
const HANGS = ["object-unsent", "nothing", "generator"];

const MODULES = ["no-default", "object", "text", "empty", "import-throws", "exports-default", "class"];

export const errors: Row[] = [
  ...THROWN.map((kind) => ({ name: `throws ${kind}`, path: `/api/fail/throw?kind=${kind}` })),
  ...THROWN.map((kind) => ({
    name: `rejects with ${kind}`,
    path: `/api/fail/throw?kind=${kind}&how=reject`,
  })),
  ...["error", "undefined", "status-404"].map((kind) => ({
    name: `rejects later with ${kind}`,
    path: `/api/fail/throw?kind=${kind}&how=later`,
  })),
  { name: "a thenable that rejects", path: "/api/fail/throw?kind=error&how=thenable" },
  { name: "a throw keeps other headers", path: "/api/fail/throw?before=1&cookie=a%3D1" },
  { name: "a throw overwrites the status", path: "/api/fail/throw?status=201&message=Made" },
  { name: "a throw overwrites a status of 404", path: "/api/fail/throw?status=404" },
  { name: "a throw of HEAD", method: "HEAD", path: "/api/fail/throw" },
  { name: "a throw of POST with a body", method: "POST", path: "/api/fail/throw", body: "text" },
  {
    name: "a throw with Accept: application/json",
    path: "/api/fail/throw",
    headers: { Accept: "application/json" },
  },
  { name: "a throw with Accept-Encoding", path: "/api/fail/throw", headers: { "Accept-Encoding": "gzip" } },
  ...[
    ["length", "3"],
    ["type", "application/json"],
    ["etag", "%22x%22"],
    ["encoding", "gzip"],
  ].map(([key, value]): Row => ({
    name: `a throw after a ${key} was set`,
    path: `/api/fail/throw?${key}=${value}`,
    differs: CLEAN,
    ours: { ...plain, end: "open", headers: { "content-type": null, etag: null, "content-encoding": null } },
  })),
  ...STARTS.map((kind): Row => ({
    name: `throws after ${kind}`,
    path: `/api/fail/started?kind=${kind}`,
    differs: STARTED,
    ours: { end: "closed" },
  })),
  ...RETURNS.map((kind) => ({ name: `returns ${kind}`, path: `/api/fail/returns?kind=${kind}` })),
  ...HANGS.map((kind) => ({
    name: `returns ${kind} and never answers`,
    path: `/api/fail/returns?kind=${kind}`,
    hangs: true as const,
  })),
  {
    name: "returns a Response",
    path: "/api/fail/returns?kind=response",
    hangs: true,
    differs: "a handler that returns a Response gets it sent, not a hang",
    ours: { status: 201, headers: { "x-from": "response" }, body: "returned" },
  },
  {
    name: "resolves with a Response",
    path: "/api/fail/returns?kind=response-promise",
    hangs: true,
    differs: "a handler that returns a Response gets it sent, not a hang",
    ours: { status: 200, headers: { "content-type": "application/json" }, json: { from: "response" } },
  },
  {
    name: "a stream that fails at once",
    path: "/api/fail/stream?kind=first",
    hangs: true,
    differs: "a failing piped stream ends the exchange",
    ours: plain,
  },
  {
    name: "a stream that fails later",
    path: "/api/fail/stream?kind=later",
    hangs: true,
    differs: "a failing piped stream ends the exchange",
    ours: { end: "closed" },
  },
  ...MODULES.map((file) => ({ name: `a route file that is ${file}`, path: `/api/fail/${file}` })),
  ...MODULES.map((file) => ({
    name: `a route file that is ${file}, asked for twice`,
    messages: [{ path: `/api/fail/${file}` }, { method: "POST", path: `/api/fail/${file}`, body: "x" }],
  })),
  {
    name: "a 500 leaves the connection usable",
    messages: [{ path: "/api/fail/throw" }, { path: "/api/hello" }],
  },
  {
    name: "a rejection leaves the connection usable",
    messages: [{ path: "/api/fail/throw?how=later" }, { path: "/api/hello" }],
  },
  {
    name: "a 500 in the middle of a pipeline",
    messages: [{ path: "/api/hello" }, { path: "/api/fail/throw" }, { path: "/api/users/1" }],
  },
  {
    name: "400, 404, 413 and 500 on one connection",
    messages: [
      {
        method: "POST",
        path: "/api/body/parsed",
        headers: { "Content-Type": "application/json" },
        body: "{",
      },
      { path: "/api/nothing" },
      { method: "POST", path: "/api/body/limit-one", body: "abc" },
      { path: "/api/fail/throw" },
      { path: "/api/hello" },
    ],
  },
];

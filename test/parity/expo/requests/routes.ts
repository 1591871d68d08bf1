import { METHODS as METHODS_OF_NODE } from "node:http";
import type { Row } from "../../row.ts";
import { ask, differs, fails, kinds, notAllowed, sendsJson } from "./row.ts";
import { emptyRest, files, groups, params } from "./paths.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Not every version of Node has the method. */
const QUERIES = METHODS_OF_NODE.includes("QUERY");

const methods: Row[] = [
  ...METHODS.map((method) => ask("/methods/all", { method })),
  ...METHODS.flatMap((only) =>
    METHODS.map((method) => {
      const row = ask(`/methods/only-${only.toLowerCase()}`, { method });
      return method === only ? row : notAllowed(row, only);
    }),
  ),
  ask("/methods/default"),
  ask("/methods/lower"),
  ask("/methods/none"),
  ask("/methods/not-function"),
  ask("/methods/not-function", { method: "POST" }),
  ask("/methods/other", { method: "PROPFIND" }),
  notAllowed(ask("/methods/other"), QUERIES ? "PROPFIND, QUERY" : "PROPFIND"),
  ask("/methods/commonjs"),
  ask("/methods/async"),
  ask("/methods/async", { method: "POST" }),
  ask("/none", { method: "POST" }),
  differs(ask("/none", { method: "HEAD" }), "The page of +not-found is served from an exported site only", {
    status: 404,
    headers: { "content-type": "text/plain" },
  }),
  ask("/none", { method: "OPTIONS" }),
];

const throws: Row[] = [
  "response",
  "response-json",
  "response-redirect",
  "status-400",
  "status-401",
  "status-403",
  "status-404",
  "status-418",
  "status-500",
  "status-none",
  "status-text",
  "status-empty",
  "status-object",
  "status-object-no-error",
  "status-error",
  "status-cause",
  "duck",
  "duck-body",
  "duck-object",
  "duck-string-status",
].flatMap((kind) => [
  throwing(ask(`/throw/${kind}`), kind),
  throwing(ask(`/throw/${kind}`, { method: "POST" }), kind),
]);

function throwing(row: Row, kind: string): Row {
  if (kind === "duck-string-status") {
    const reason = "A status has to be a number: the message of the error stays here";
    return differs(row, reason, { status: 500, body: "Internal server error" });
  }
  const isText = ["status-text", "status-empty", "status-cause", "duck-body"].includes(kind);
  return isText || kind.startsWith("response") ? row : sendsJson(row);
}

const failing: Row[] = kinds("/fail", [
  "error",
  "text",
  "null",
  "rejects",
  "object",
  "returns-nothing",
  "returns-text",
  "returns-object",
]).map((row) => fails(row));

const RESPONSES = [
  "text",
  "unicode",
  "json",
  "json-status",
  "empty",
  "null",
  "empty-text",
  "204",
  "205",
  "304",
  "404",
  "500",
  "599",
  "status-text",
  "bytes",
  "buffer",
  "blob",
  "form",
  "stream",
  "stream-typed",
  "content-length",
  "cookies",
  "redirect-302",
  "redirect-308",
  "redirect-relative",
  "html",
  "etag",
  "date",
];
const responses: Row[] = [
  ...kinds("/response", RESPONSES),
  ...kinds("/response", ["text", "json", "stream", "204", "cookies"], { method: "HEAD" }),
  ...kinds("/response", ["text", "stream"], { method: "POST" }),
];

const json = { "Content-Type": "application/json" };
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const parts = { "Content-Type": "multipart/form-data; boundary=x" };
const multipart =
  '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--x--\r\n';
const bodies: Row[] = [
  ask("/body/text", { method: "POST", body: "hello" }),
  ask("/body/text", { method: "POST" }),
  ask("/body/text", { method: "PUT", body: "ü" }),
  ask("/body/text", { method: "DELETE", body: "bye" }),
  ask("/body/text", { method: "PATCH", body: "patch" }),
  ask("/body/text", { method: "OPTIONS", body: "options" }),
  ask("/body/text"),
  ask("/body/json", { method: "POST", headers: json, body: '{"a":[1]}' }),
  fails(ask("/body/json", { method: "POST", headers: json, body: "{", as: "malformed" })),
  fails(ask("/body/json", { method: "POST", as: "empty" })),
  ask("/body/json", { method: "POST", body: "1", as: "without a type" }),
  ask("/body/form", { method: "POST", headers: form, body: "a=1&b=%C3%BC+x&a=2" }),
  ask("/body/form", { method: "POST", headers: parts, body: multipart, as: "multipart" }),
  fails(ask("/body/form", { method: "POST", headers: json, body: "{}", as: "no form" })),
  ask("/body/bytes", { method: "POST", body: Buffer.from([0, 255, 10]) }),
  ask("/body/blob", { method: "POST", headers: { "Content-Type": "text/x-y" }, body: "blob" }),
  ask("/body/stream", { method: "POST", body: "x".repeat(100_000) }),
  ask("/body/stream", {
    method: "POST",
    headers: { "Transfer-Encoding": "chunked" },
    body: "5\r\nhello\r\n0\r\n\r\n",
    as: "chunked",
  }),
  ask("/body/none"),
  ask("/body/none", { method: "POST", body: "x" }),
  ask("/body/twice", { method: "POST", body: "x" }),
  ask("/body/clone", { method: "POST", body: "x" }),
];

const requests: Row[] = [
  ask("/request/url?a=1&b=a%20b+c"),
  ask("/request/url/?x"),
  ask("/request/url?a='\"<>"),
  ask("/request/url", { headers: { Host: "other.test:81" } }),
  ask("/request/url", {
    headers: { "X-Forwarded-Host": "evil.test", Host: "good.test" },
    as: "forwarded host",
  }),
  ask("/request/query?a=1&a=2&b=%C3%BC&c"),
  ask("/request/header", { headers: { "X-One": "1" } }),
  ask("/request/header", { headers: { "X-One": ["1", "2"] }, as: "twice" }),
  ask("/request/header", { as: "none" }),
  ...kinds("/request", ["host", "instance", "signal", "mutable", "clone", "tag"]),
  ask("/request/cookie", { headers: { Cookie: "a=1; b=2" } }),
].map((row, index, all) =>
  all.slice(0, index).some(({ name }) => name === row.name)
    ? { ...row, name: `${row.name} (${index})` }
    : row,
);

const X_ONE = { headers: { "X-One": "1" } };
const server: Row[] = [
  ...kinds("/server", ["origin", "global-origin", "environment", "names"]),
  ...kinds("/server", ["header", "header-list", "header-set", "header-append", "header-delete"], X_ONE),
  ...kinds("/server", ["header-instance"], X_ONE),
  ...kinds("/server", [
    "set-object",
    "set-array",
    "set-headers",
    "set-function",
    "set-returned",
    "set-twice",
    "set-nothing",
    "set-redirect",
    "set-throw-response",
    "set-throw-status",
    "run",
    "defer",
    "defer-throw-response",
    "defer-throw-status",
  ]),
  differs(ask("/server/set-cookies-headers"), "Each cookie is sent, not the last one only", {
    like: "next",
    headers: { "set-cookie": "a=1 | b=2" },
  }),
  fails(ask("/server/set-error")),
  differs(ask("/server/run-not-promise"), "A task that gives no promise is done", {
    like: "next",
    body: '{"value":null}',
  }),
];

export const routes: Row[] = [
  ...files,
  ...groups,
  ...params,
  emptyRest,
  ...methods,
  ...throws,
  ...failing,
  ask("/fail/response-error"),
  ...responses,
  ...bodies,
  ...requests,
  ...server,
].filter((row, index, all) => all.findIndex(({ name }) => name === row.name) === index);

export const later: Row[] = [ask("/server/log")];

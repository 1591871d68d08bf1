import { ONE_VALIDATOR, ONLY_SAFE } from "../reasons.ts";
import type { HeaderList, Row } from "../row.ts";

// The tag of "hello", of {"hello":"world"} and of Buffer "hello", as recorded.
const TEXT_TAG = '"2caikvdqo85"';
const JSON_TAG = '"kxl31zjxesh"';
/** Ours of a Buffer; the other is Next's. */
const BYTES_TAG = '"qvTGHdzF6KLavt4PO0gs2a6pQ005"';
const BUFFER_TAG = '"oz0m456qsl1a"';
const BYTES = "the ETag of a Buffer hashes its bytes";
const PAST = "Thu, 01 Jan 1970 00:00:00 GMT";
const FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT";

const TAGS: [name: string, value: string | string[]][] = [
  ["the tag", TEXT_TAG],
  ["the tag, weak", `W/${TEXT_TAG}`],
  ["another tag", '"other"'],
  ["any", "*"],
  ["a list with the tag", `"a", ${TEXT_TAG}, "b"`],
  ["a list with the weak tag", `"a",W/${TEXT_TAG}`],
  ["a list without the tag", '"a", "b"'],
  ["a list with a star", '"a", *'],
  ["the tag without quotes", TEXT_TAG.slice(1, -1)],
  ["an empty value", ""],
  ["spaces around the tag", `  ${TEXT_TAG}  `],
  ["a tag with a comma", '"a,b"'],
  ["two headers", ['"a"', TEXT_TAG]],
  ["the tag in lower-case w/", `w/${TEXT_TAG}`],
];

const WITH: [name: string, path: string, headers: HeaderList][] = [
  [
    "If-None-Match and Cache-Control: no-cache",
    "",
    { "If-None-Match": TEXT_TAG, "Cache-Control": "no-cache" },
  ],
  [
    "If-None-Match and Cache-Control: max-age=0",
    "",
    { "If-None-Match": TEXT_TAG, "Cache-Control": "max-age=0" },
  ],
  [
    "If-None-Match and Cache-Control: no-cache in a list",
    "",
    { "If-None-Match": TEXT_TAG, "Cache-Control": "max-age=0, no-cache" },
  ],
  [
    "If-None-Match and Cache-Control: no-store",
    "",
    { "If-None-Match": TEXT_TAG, "Cache-Control": "no-store" },
  ],
  ["If-None-Match and Pragma: no-cache", "", { "If-None-Match": TEXT_TAG, Pragma: "no-cache" }],
  ["If-Modified-Since alone", "", { "If-Modified-Since": FUTURE }],
  [
    "If-Modified-Since after Last-Modified",
    `modified=${encodeURIComponent(PAST)}`,
    { "If-Modified-Since": FUTURE },
  ],
  [
    "If-Modified-Since before Last-Modified",
    `modified=${encodeURIComponent(FUTURE)}`,
    { "If-Modified-Since": PAST },
  ],
  [
    "both validators, the tag stale",
    `modified=${encodeURIComponent(PAST)}`,
    { "If-None-Match": '"x"', "If-Modified-Since": FUTURE },
  ],
  ["an ETag of its own", "own=%22own%22", { "If-None-Match": '"own"' }],
  ["an ETag of its own and the computed tag", "own=%22own%22", { "If-None-Match": TEXT_TAG }],
  ["a 304 keeps a cookie", "cookie=a%3D1", { "If-None-Match": TEXT_TAG }],
  ["a 304 keeps Cache-Control", "cache=max-age%3D60", { "If-None-Match": TEXT_TAG }],
  ["a 304 of a typed text", "type=text/plain", { "If-None-Match": TEXT_TAG }],
  ["a 304 of JSON", "how=json", { "If-None-Match": JSON_TAG }],
  ["a 304 of JSON with gzip", "how=json", { "If-None-Match": JSON_TAG, "Accept-Encoding": "gzip" }],
  ["a bare end knows no tag", "how=end", { "If-None-Match": "*" }],
  ["If-Match is ignored", "", { "If-Match": '"x"' }],
  [
    "If-Unmodified-Since is ignored",
    `modified=${encodeURIComponent(FUTURE)}`,
    { "If-Unmodified-Since": PAST },
  ],
  ["Range is ignored", "", { Range: "bytes=0-1" }],
  ["If-None-Match with status 201", "status=201", { "If-None-Match": TEXT_TAG }],
];

const PRECEDENCE: [name: string, query: string, since: string][] = [
  ["both validators, both fresh", `modified=${encodeURIComponent(PAST)}`, FUTURE],
  ["both validators, the date stale", `modified=${encodeURIComponent(FUTURE)}`, PAST],
  ["both validators and no Last-Modified", "", FUTURE],
  ["If-Modified-Since that is no date", "", "yesterday"],
];

const UNSAFE: [name: string, method: string, status: number][] = [
  ["POST", "POST", 200],
  ["PUT", "PUT", 200],
  ["DELETE", "DELETE", 200],
  ["PATCH", "PATCH", 200],
  ["OPTIONS", "OPTIONS", 200],
  ["a 404", "GET", 404],
  ["a 400", "GET", 400],
  ["a 500", "GET", 500],
  ["a 302", "GET", 302],
];

const TEXTS = [
  "a",
  "é",
  "日本",
  "😀",
  "hello world",
  "0",
  " ",
  "\u0000",
  "ab\ncd",
  "x".repeat(36),
  "x".repeat(1000),
  "The quick brown fox",
];

export const validators: Row[] = [
  ...TAGS.map(([name, value]) => ({
    name: `If-None-Match of ${name}`,
    path: "/api/res/etag",
    headers: { "If-None-Match": value },
  })),
  ...WITH.map(([name, text, headers]) => ({
    name: `validators: ${name}`,
    path: `/api/res/etag${text && `?${text}`}`,
    headers,
  })),
  ...PRECEDENCE.map(([name, text, since]): Row => ({
    name: `validators: ${name}`,
    path: `/api/res/etag?${text}`,
    headers: { "If-None-Match": TEXT_TAG, "If-Modified-Since": since },
    differs: ONE_VALIDATOR,
    ours: { status: 304 },
  })),
  ...UNSAFE.map(([name, method, status]): Row => ({
    name: `If-None-Match with ${name}`,
    method,
    path: `/api/res/etag?status=${status}`,
    headers: { "If-None-Match": TEXT_TAG },
    differs: ONLY_SAFE,
    ours: { status, body: "hello" },
  })),
  {
    name: "If-None-Match with HEAD",
    method: "HEAD",
    path: "/api/res/etag",
    headers: { "If-None-Match": TEXT_TAG },
  },
  {
    name: "If-None-Match of a Buffer's tag",
    path: "/api/res/etag?how=buffer",
    headers: { "If-None-Match": BUFFER_TAG },
    differs: BYTES,
    ours: { status: 200, body: "hello" },
  },
  {
    name: "If-None-Match: * of a Buffer",
    path: "/api/res/etag?how=buffer",
    headers: { "If-None-Match": "*" },
    differs: BYTES,
    ours: { like: "next", headers: { etag: BYTES_TAG } },
  },
  { name: "If-None-Match: * of an error answer", path: "/api/fail/throw", headers: { "If-None-Match": "*" } },
  {
    name: "If-None-Match: * of an unknown route",
    path: "/api/nothing",
    headers: { "If-None-Match": "*" },
    differs: ONLY_SAFE,
    ours: { status: 404 },
  },
  {
    name: "a 304 and the next request",
    messages: [{ path: "/api/res/etag", headers: { "If-None-Match": TEXT_TAG } }, { path: "/api/hello" }],
  },
  ...TEXTS.map((text) => ({
    name: `the ETag of ${JSON.stringify(text)}`,
    path: `/api/res/etag?how=text&text=${encodeURIComponent(text)}`,
  })),
];

import { VERBATIM } from "../reasons.ts";
import type { Message, Row } from "../row.ts";

import { get, got } from "./get.ts";

const SLASHES = [
  "/api/hello/",
  "/api/hello//",
  "/api/hello///",
  "/api/",
  "/api//",
  "//api/hello",
  "///api/hello",
  "/api//hello",
  "/api///hello",
  "/api\\hello",
  "\\api\\hello",
  "/api/\\hello",
  "/api/nothing/",
  "/nothing/",
  "/api//nothing",
  "/api/users/42/",
  "/api/users//42",
  "/api/opt/",
  "/api/catch/a/",
  "/api/catch//a",
  "/api/hello/?a=1",
  "/api//hello?x=//y",
  "/api/hello?x=a//b/",
  "/api/hello/?",
  "/api/hello?",
  "/api/hello/?a=1&a=2",
  "/api/h%C3%A9llo/",
  "/api/users/%E6%97%A5/",
  "/api/users/a%2Fb/",
  "/api/users/%2F",
  "/api/users/%2f/",
  "/api/file.json/",
  "/api/hello/#frag",
  "/api/hello/%20/",
  "/api/users/a%5Cb",
  "//",
  "//evil.test/api",
  "//evil.test/%2e%2e",
  "/\\evil.test",
  "/api/users/<script>/",
  "/api/users/a'b\"c/",
];

const DOTS = [
  "/api/users/../hello",
  "/api/./hello",
  "/api/hello/.",
  "/api/hello/..",
  "/api/hello/../hello",
  "/api/a/../../api/hello",
  "/../../api/hello",
  "/api/users/%2e%2e/hello",
  "/api/users/%2E%2E",
  "/api/users/%2E",
  "/api/users/.%2e/hello",
  "/api/users/...",
  "/api/users/..a",
  "/api/users/a..",
  "/api/users/42/..",
  "/api/users/42/./posts",
  "/api/nothing/../hello",
  "/api/../api",
  "/api/..//api/hello",
  "/api//../hello",
  "/api/users//../hello",
  "/api/%2e/hello",
  "/api/catch/a/../b",
  "/api/catch/a/%2e%2e/b",
  "/api/hello?x=/../y",
  "/api/users/%252e%252e",
  "/api/..",
  "/..",
  "/api/./",
  "/api/users/./",
];

/** Targets that lead to no route of ours, mounted in Express. */
const ELSEWHERE = new Set([
  "/api/nothing/",
  "/nothing/",
  "/api//nothing",
  "/api/hello/%20/",
  "//",
  "//evil.test/api",
  "//evil.test/%2e%2e",
  "/\\evil.test",
  "/api//../hello",
]);

const MESSAGES: [name: string, message: Message][] = [
  ["a slash at the end, POST", { method: "POST", path: "/api/hello/", body: "a=1" }],
  ["a slash at the end, HEAD", { method: "HEAD", path: "/api/hello/" }],
  ["a slash at the end, OPTIONS", { method: "OPTIONS", path: "/api/hello/" }],
  ["a slash at the end, DELETE", { method: "DELETE", path: "/api/hello/" }],
  [
    "a slash at the end with Accept-Encoding",
    { path: "/api/hello/", headers: { "Accept-Encoding": "gzip" } },
  ],
  ["a slash at the end with If-None-Match", { path: "/api/hello/", headers: { "If-None-Match": "*" } }],
  ["a double slash, POST", { method: "POST", path: "//api/hello", body: "a=1" }],
];

function withHost(row: Row, target: string): Row {
  return ELSEWHERE.has(target) ? { ...row, express: { status: 404 } } : row;
}

export const slashes: Row[] = [
  ...SLASHES.map((target) => withHost(got("slashes in", target), target)),
  ...DOTS.map((target) => withHost(got("dot segments in", target), target)),
  ...["/api/hello/?a=%20b&c=:/", "/api/hello/?q=a\\b"].map((target): Row => ({
    name: `slashes in ${target}`,
    raw: get(target),
    awaits: ["GET"],
    differs: VERBATIM,
    ours: { status: 308, headers: { location: target.replace("/?", "?") }, body: target.replace("/?", "?") },
  })),
  ...MESSAGES.map(([name, message]) => ({ name, ...message })),
];

import * as reasons from "../reasons.ts";
import type { Ours, Row } from "../row.ts";

import { get } from "./get.ts";
import { post } from "./post.ts";

/** Targets, and what ours answers as JSON. */
const ROUTED: [target: string, reason: string, json: object][] = [
  ["/api/opt/index", reasons.INDEX, { route: "opt/[[...path]]", query: { path: ["index"] } }],
  ["/api/opt/%69ndex", reasons.INDEX, { route: "opt/[[...path]]", query: { path: ["index"] } }],
  ["/api/opt/index?path=1", reasons.INDEX, { route: "opt/[[...path]]", query: { path: ["index"] } }],
  ["/api/opt?path=", reasons.EMPTY_VALUE, { route: "opt/[[...path]]", query: { path: "" } }],
  ["/api/catch/.a/../b", reasons.DOTS, { route: "catch/[...all]", query: { all: ["b"] } }],
  ["/api/catch/.a/./b", reasons.DOTS, { route: "catch/[...all]", query: { all: [".a", "b"] } }],
  ["/api/partial/v[id]/1", reasons.PARTIAL, { route: "partial/v[id]/[x]", query: { x: "1" } }],
  ["/api/intercept/1/(..)q", reasons.INTERCEPTING, { route: "intercept/[a]/(..)q", query: { a: "1" } }],
  ["/api/braces/a{b}/1", reasons.REACHABLE, { route: "braces/a{b}/[x]", query: { x: "1" } }],
];

const SAME = [
  "/api/opt/index/index",
  "/api/opt/a/index",
  "/api/catch/index",
  "/api/users/index",
  "/api/opt?path=1",
  "/api/catch/a/.b/",
  "/api/users/.a",
  "/api/users/[id]/posts/[pid]",
];

const refused: Ours = { status: 400, statusText: "Bad Request", body: "Bad Request" };
const malformed = "/api/users/%zz";

const OFF = "; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None";
const CLEARED = `__prerender_bypass=${OFF} | __next_preview_data=${OFF}`;
const COOKIES: [cookie: string, reason: string, cleared: string | null][] = [
  ["__prerender_bypass=%", "a preview cookie that cannot be decoded is cleared like any wrong one", CLEARED],
  ["__prerender_bypass", "a preview cookie without a value is none", null],
  ["__prerender_bypass= ; a=1", "a preview cookie without a value is none", null],
];

export const found: Row[] = [
  ...ROUTED.map(([target, differs, json]): Row => ({
    name: `routing of ${target}`,
    raw: get(target),
    awaits: ["GET"],
    differs,
    ours: { status: 200, json },
  })),
  ...SAME.map((target): Row => ({ name: `routing of ${target}`, raw: get(target), awaits: ["GET"] })),
  {
    name: "routing of /api/catch/.%61/..",
    raw: get("/api/catch/.%61/.."),
    awaits: ["GET"],
    express: { status: 404 },
  },
  {
    name: "routing of /api/partial/v5/1",
    path: "/api/partial/v5/1",
    differs: reasons.PARTIAL,
    ours: { status: 404 },
  },
  {
    name: "routing of /api/opt/a?path=&x=1",
    path: "/api/opt/a?path=&x=1",
    differs: reasons.EMPTY_VALUE,
    ours: { status: 200, body: '{"route":"opt/[[...path]]","query":{"path":["a"],"x":"1"}}' },
  },
  {
    name: "a dot segment at the end behind a name that begins with a dot",
    raw: get("/api/catch/.a/."),
    awaits: ["GET"],
    differs: reasons.DOTS,
    ours: { status: 308, headers: { location: "/api/catch/.a" }, body: "/api/catch/.a" },
  },
  {
    name: "a malformed path, OPTIONS",
    method: "OPTIONS",
    path: malformed,
    differs: reasons.REFUSED_ALIKE,
    ours: refused,
  },
  {
    name: "a malformed path, with the header of Next's router",
    path: malformed,
    headers: { RSC: "1" },
    differs: reasons.REFUSED_ALIKE,
    ours: refused,
  },
  {
    name: "a malformed path, If-None-Match: *",
    path: malformed,
    headers: { "If-None-Match": "*" },
    differs: reasons.ONLY_SAFE,
    ours: refused,
  },
  {
    ...post("limit-one", "ab", "text/plain; charset=bogus"),
    name: "a 413 of an unknown charset",
    differs: reasons.SIZE_FIRST,
    ours: { status: 413, body: "Body exceeded 1 limit" },
  },
  {
    name: "Cache-Control: No-Transform",
    path: "/api/compress/sized?size=10&type=text/plain&cache=No-Transform",
    differs: reasons.ANY_CASE,
    ours: { like: "next", headers: { vary: null } },
  },
  {
    name: "Accept-Encoding: *, gzip;q=0.5",
    path: "/api/compress/sized?type=text/plain",
    headers: { "Accept-Encoding": "*, gzip;q=0.5" },
    differs: reasons.DEFLATE,
    ours: { status: 200, headers: { "content-encoding": "deflate" }, body: /^(?:abcdefghij){200}$/ },
    express: { status: 200, headers: { "content-encoding": null } },
  },
  {
    name: "redirect(CR and LF) over a type of its own",
    path: "/api/res/redirect?kind=crlf&type=text/plain",
    differs: reasons.CLEAN,
    ours: { status: 500, body: "Internal Server Error", headers: { "content-type": null } },
  },
  ...COOKIES.map(([cookie, differs, cleared]): Row => ({
    name: `draft members with ${cookie}`,
    path: "/api/res/draft?kind=read",
    headers: { Cookie: cookie },
    differs,
    ours: { like: "next", headers: { "set-cookie": cleared } },
  })),
];

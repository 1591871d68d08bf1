import type { Row } from "../row.ts";

const deleted = (path: string): string =>
  ["__prerender_bypass", "__next_preview_data"]
    .map(
      (name) =>
        `${name}=; Path=${path}; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None`,
    )
    .join(" | ");

const KINDS = [
  "draft",
  "draft-true",
  "draft-twice",
  "draft-after-cookie",
  "draft-before-cookie",
  "preview",
  "preview-text",
  "preview-null",
  "preview-age",
  "preview-age-zero",
  "preview-path",
  "preview-age-path",
  "preview-large",
  "preview-twice",
  "clear",
  "clear-path",
  "clear-twice",
  "clear-after-preview",
];

const COOKIES = [
  "__prerender_bypass=wrong",
  "__next_preview_data=wrong",
  "__prerender_bypass=wrong; __next_preview_data=wrong",
  "__prerender_bypass=",
  "__prerender_bypass=; __next_preview_data=",
  "a=1",
];

const EMPTY = "setDraftMode({ enable: false }) sends an empty value, not the valid ID";
const ON = "__prerender_bypass=<id>; Path=/; HttpOnly; Secure; SameSite=None";
const OFF =
  "__prerender_bypass=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None";

export const draft: Row[] = [
  ...KINDS.map((kind) => ({ name: `draft and preview: ${kind}`, path: `/api/res/draft?kind=${kind}` })),
  {
    name: "draft and preview: draft-false",
    path: "/api/res/draft?kind=draft-false",
    differs: EMPTY,
    ours: { like: "next", headers: { "set-cookie": OFF } },
  },
  {
    name: "draft and preview: draft-null",
    path: "/api/res/draft?kind=draft-null",
    differs: EMPTY,
    ours: { like: "next", headers: { "set-cookie": OFF } },
  },
  {
    name: "draft and preview: draft-on-off",
    path: "/api/res/draft?kind=draft-on-off",
    differs: EMPTY,
    ours: { like: "next", headers: { "set-cookie": `${ON} | ${OFF}` } },
  },
  {
    name: "draft and preview: preview-undefined",
    path: "/api/res/draft?kind=preview-undefined",
    differs: "the error names the call that is wrong",
    ours: { like: "next", body: /setPreviewData/ },
  },
  { name: "draft members without cookies", path: "/api/res/draft?kind=read" },
  ...COOKIES.map((cookie) => ({
    name: `draft members with ${cookie}`,
    path: "/api/res/draft?kind=read",
    headers: { Cookie: cookie },
  })),
  {
    name: "wrong draft cookies are cleared on a route that never looks",
    path: "/api/hello",
    headers: { Cookie: "__prerender_bypass=wrong; __next_preview_data=wrong" },
  },
  {
    name: "wrong draft cookies are not cleared on an unknown route",
    path: "/api/nothing",
    headers: { Cookie: "__prerender_bypass=wrong" },
  },
  {
    name: "wrong draft cookies are cleared beside a cookie of the handler's",
    path: "/api/res/headers?kind=cookie-one",
    headers: { Cookie: "__prerender_bypass=wrong" },
  },
  ...["clear", "clear-twice", "clear-after-preview"].map((kind) => ({
    name: `wrong draft cookies, which are cleared already, and ${kind}`,
    path: `/api/res/draft?kind=${kind}`,
    headers: { Cookie: "__prerender_bypass=wrong; __next_preview_data=wrong" },
  })),
  {
    name: "wrong draft cookies, which are cleared already, and clear-path",
    path: "/api/res/draft?kind=clear-path",
    headers: { Cookie: "__prerender_bypass=wrong; __next_preview_data=wrong" },
    differs: "the cookies of the path that the handler names are cleared too",
    ours: { like: "next", headers: { "set-cookie": `${deleted("/")} | ${deleted("/api")}` } },
  },
  {
    name: "wrong draft cookies and a thrown error",
    path: "/api/fail/throw",
    headers: { Cookie: "__prerender_bypass=wrong" },
  },
  {
    name: "wrong draft cookies and a 413",
    method: "POST",
    path: "/api/body/limit-one",
    headers: { Cookie: "__prerender_bypass=wrong" },
    body: "ab",
  },
];

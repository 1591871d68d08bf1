import type { Row } from "../../row.ts";
import { HIDDEN } from "./act.ts";

const HIDDEN_REWRITE: Partial<Row> = {
  differs: HIDDEN,
  ours: { like: "next", headers: { "x-middleware-rewrite": null } },
};

function at(path: string, rest: Partial<Row> = {}): Row {
  return { name: path, path, ...(path.includes("do=rewrite") ? HIDDEN_REWRITE : {}), ...rest };
}

export const base: Row[] = [
  at("/base"),
  at("/base/"),
  at("/"),
  at("/base?do=json"),
  at("/api/echo?do=json"),
  at("/base/api/echo?do=see"),
  at("/base/api/echo?do=next-headers"),
  at("/base/api/echo?do=redirect"),
  at("/base/api/echo?do=redirect-clone"),
  at("/base/api/echo?do=rewrite"),
  at("/base/api/echo?do=rewrite-clone"),
  at("/base/api/echo?do=rewrite-path"),
  at("/base/api/echo?do=rewrite-query"),
  at("/base/api/open/guarded"),
  at("/base/api/open/guarded/x"),
  at("/BASE/api/open/guarded/x"),
  at("/base/api/open/other"),
  at("/base/api/users/1?do=next-headers"),
  at("/base/api/hello?do=json"),
  at("/api/hello?do=json"),
  at("/base/api/none?do=json"),
];

export const slash: Row[] = [
  at("/api/echo?do=see"),
  at("/api/echo/?do=see"),
  at("/api/echo/?do=next-headers"),
  at("/api/echo/?do=redirect"),
  at("/api/echo/?do=redirect-clone"),
  at("/api/echo/?do=redirect-slash"),
  at("/api/echo/?do=redirect-by-hand"),
  at("/api/echo/?do=rewrite"),
  at("/api/echo/?do=rewrite-slash"),
  at("/api/echo/?do=rewrite-clone"),
  at("/api/users/1?do=json"),
  at("/api/users/1/?do=json", {
    differs: "the middleware answers what its matcher names",
    ours: { status: 403, body: '{"error":"denied"}' },
  }),
  at("/api/hello/?do=json"),
];

export const i18n: Row[] = [
  at("/api/echo?do=see"),
  at("/fr/api/echo?do=see"),
  at("/en/api/echo?do=see"),
  at("/about?do=see"),
  at("/fr/about?do=see"),
  at("/de/about?do=see"),
  at("/fr/plain?do=see"),
  at("/en/fr/plain?do=see"),
  at("/plain?do=see"),
  at("/plain/x?do=see"),
  at("/fr/plain/x?do=see"),
  at("/api/users/1?do=see"),
  at("/fr/api/users/1?do=see"),
  at("/api/echo?do=redirect"),
  at("/api/echo?do=redirect-clone"),
  at("/about?do=redirect-clone"),
  at("/fr/about?do=redirect-clone"),
  at("/api/echo?do=rewrite"),
  at("/api/echo?do=rewrite-clone"),
  at("/fr/about?do=rewrite"),
  {
    name: "a preferred language on an API path",
    path: "/api/echo?do=see",
    headers: { "Accept-Language": "fr" },
  },
];

const CUT = "data is not cut in silence";

export const rules: Row[] = [
  at("/api/echo?do=next-headers"),
  at("/api/sets?do=next-headers"),
  at("/api/echo?do=next-cookies", {
    differs: HIDDEN,
    ours: { like: "next", headers: { etag: "*" }, body: /^(?!.*x-middleware-)/s },
  }),
  at("/api/cookie?do=next-cookies"),
  at("/api/echo?do=request-only"),
  at("/api/moved/1?do=json"),
  at("/api/gone?do=json"),
  at("/api/before?do=next-headers"),
  at("/api/before?do=json"),
  at("/api/after?do=next-headers"),
  at("/api/fallback/5?do=next-headers"),
  at("/api/echo?do=rewrite"),
  at("/api/echo?do=rewrite-query"),
  at("/api/echo?do=redirect"),
  at("/api/echo?do=json"),
  at("/api/echo?do=cookies"),
  at("/api/echo?do=throw"),
  at("/api/none?do=next-headers"),
  at("/api/users/1?do=json"),
  at("/api/echo/?do=json"),
  at("/api/before?do=see"),
];

export const limit: Row[] = [
  ["under the limit", 20_000],
  ["exactly at the limit", 20_480],
].map(([name, size]) => ({
  name: `a body ${name}`,
  method: "POST",
  path: "/api/raw?do=read-text",
  headers: { "Content-Type": "text/plain" },
  body: "x".repeat(Number(size)),
}));

limit.push(
  {
    name: "a body over the limit that the middleware reads",
    differs: CUT,
    ours: { status: 413, body: "Body exceeded 20kb limit" },
    method: "POST",
    path: "/api/raw?do=read-text",
    body: "x".repeat(100_000),
  },
  {
    name: "a body over the limit that the middleware does not read",
    differs: CUT,
    ours: { status: 200, body: /"length":100000/ },
    method: "POST",
    path: "/api/raw?do=next",
    body: "x".repeat(100_000),
  },
  {
    name: "a body over the limit that the middleware answers",
    method: "POST",
    path: "/api/raw?do=json",
    body: "x".repeat(100_000),
  },
  {
    name: "a body over the limit outside of the matcher",
    method: "POST",
    path: "/api/large",
    headers: { "Content-Type": "text/plain" },
    body: "x".repeat(100_000),
  },
);

export const failsAtImport: Row[] = [
  at("/api/open/guarded"),
  at("/api/admin"),
  at("/api/admin/x"),
  at("/api/open/other", {
    differs: "what the matcher does not guard is answered",
    ours: { status: 200, body: "open" },
  }),
  at("/api/none"),
];

export function proxy() {
  return new Response("guarded");
}

export const config = {
  matcher: [
    "/api/open/plain",
    "/api/open/one/:id",
    "/api/open/many/:path*",
    "/api/open/some/:path+",
    "/api/open/opt/:id?",
    "/api/open/num/:id(\\d{1,3})",
    "/api/open/alt/(a|b)",
    "/api/open/wild/(.*)",
    "/api/open/dash/:a-:b",
    "/api/open/dot/:name.txt",
    "/api/open/(x|y)/end",
    "/api/open/{z}?end",
    "/api/open/käse",
    "/api/open/spa%20ce",
    "/api/open/Case",
    { source: "/api/open/has/header", has: [{ type: "header", key: "x-role", value: "admin" }] },
    { source: "/api/open/has/any", has: [{ type: "header", key: "X-Any" }] },
    { source: "/api/open/has/pattern", has: [{ type: "header", key: "x-role", value: "(?<role>adm.*)" }] },
    { source: "/api/open/has/cookie", has: [{ type: "cookie", key: "session" }] },
    { source: "/api/open/has/cookie-value", has: [{ type: "cookie", key: "session", value: "abc" }] },
    { source: "/api/open/has/query", has: [{ type: "query", key: "debug" }] },
    { source: "/api/open/has/query-value", has: [{ type: "query", key: "debug", value: "on" }] },
    { source: "/api/open/has/host", has: [{ type: "host", value: "parity.test" }] },
    {
      source: "/api/open/has/two",
      has: [
        { type: "header", key: "x-a" },
        { type: "query", key: "b" },
      ],
    },
    { source: "/api/open/missing/header", missing: [{ type: "header", key: "x-skip" }] },
    { source: "/api/open/missing/header-value", missing: [{ type: "header", key: "x-skip", value: "yes" }] },
    { source: "/api/open/missing/cookie", missing: [{ type: "cookie", key: "session" }] },
    {
      source: "/api/open/both",
      has: [{ type: "header", key: "x-a" }],
      missing: [{ type: "header", key: "x-b" }],
    },
    { source: "/api/open/locale", locale: false },
    { source: "/page/:path*" },
  ],
};

import { EQUIVALENT } from "../parity/reasons.ts";
import type { HeaderList, Message, Row } from "../parity/row.ts";

/** Sessions of next-auth for the trial's secret, of an admin and of somebody else. They end in thirty years. */
const ADMIN =
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..eOHIy_5bwOUL4CKH.0m-O9t07eOCZWLHqxKJ_F8HaS60rTK7maLjnofE1ghfbB1_ii3o39fEkyAM410UeCMhBIE2CDVEUvWNo40TWrWLPY2eoEpu25q3i7UFlL20sZ5fWCgVS9emVF0VEn6sf_TnYt5nprfFm3Vp4.2nQKap5CXvToIqkSwURgnA";
const USER =
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..Gs68K_lzQ0gk-DjM.15o6KsujEd3vcUd-93Th2uqCysikjPz9Tubmo8yJeYJRPAeLfSFuLeDwuPANZbh3rkFvVQxHAg5x72anqYaaFN76pqSm8uC1dVohVOS6yecosp_Uly5MAjTtCTj4N50usE7-Mi07e3JZvmY.V_jlWQ3qEXkYkYYHeulPsg";

const session = (token: string): HeaderList => ({ Cookie: `next-auth.session-token=${token}` });

function ask(path: string, headers: HeaderList = {}, more: Partial<Row> & Message = {}): Row {
  const who =
    headers.Cookie === undefined
      ? ""
      : String(headers.Cookie).endsWith(ADMIN)
        ? " by an admin"
        : " by a user";
  return { name: `${more.method ?? "GET"} ${path}${who}${more.name ?? ""}`, path, headers, ...more };
}

const json = (body: string): Message => ({
  method: "POST",
  body,
  headers: { "Content-Type": "application/json" },
});

/** Every URL of the project in trial/, each kind of rule, and what its middleware decides. */
export const rows: Row[] = [
  ...[
    "/shop/api/health",
    "/shop/api/status",
    "/shop/v1/users/7",
    "/shop/v1/health",
    "/shop/api/users",
    "/shop/api/users/7?page=2",
    "/shop/api/users/%C3%A9",
    "/shop/api/posts/2026/11?draft=1",
    "/shop/api/files",
    "/shop/api/files/a/b",
    "/shop/api/reports",
    "/shop/api/people/7",
    "/shop/api/v0/a/b",
    "/shop/api/role",
    "/shop/api/signed",
    "/shop/api/away",
    "/shop/api/nothing",
    "/shop/api/users/",
    "/shop//api/users",
    "/api/health",
    "/",
    "/shop/api/auth/providers",
    "/shop/api/account",
    "/shop/api/admin/stats",
    "/shop/api/admin/users/7?a=1",
  ].map((path) => ask(path)),
  // Its cookie is a random one.
  ask("/shop/api/auth/session", {}, { rule: { ignore: ["set-cookie"] } }),
  ask(
    "/shop/api/%61dmin/stats",
    {},
    {
      differs: EQUIVALENT,
      ours: {
        like: "next",
        headers: { location: "/shop/api/auth/signin?callbackUrl=%2Fshop%2Fapi%2Fadmin%2Fstats" },
        body: /admin%2Fstats$/,
      },
    },
  ),
  ask("/shop/api/health", { "x-probe": "1" }, { name: "GET /shop/api/health with x-probe" }),
  ask(
    "/shop/api/role",
    { "x-role": "forged" },
    { name: "GET /shop/api/role with a header of the middleware" },
  ),
  ask("/shop/api/health", {}, { method: "HEAD" }),
  ask("/shop/api/orders"),
  { name: "POST /shop/api/orders", path: "/shop/api/orders", ...json('{"items":[1]}') },
  { name: "POST /shop/api/orders of bad JSON", path: "/shop/api/orders", ...json("{") },
  {
    name: "POST /shop/api/orders over its limit",
    path: "/shop/api/orders",
    ...json(`"${"x".repeat(1100)}"`),
  },
  ...[ADMIN, USER].flatMap((token) =>
    [
      "/shop/api/account",
      "/shop/api/admin/stats",
      "/shop/api/admin/users/7",
      "/shop/api/signed",
      "/shop/api/admin/nothing",
    ].map((path) => ask(path, session(token))),
  ),
  ask(
    "/shop/api/admin/stats",
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { name: "GET /shop/api/admin/stats that says it comes from the middleware" },
  ),
];

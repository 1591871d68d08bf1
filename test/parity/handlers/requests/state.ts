import type { Row } from "../../row.ts";

import { get, kinds } from "./row.ts";

const COOKIES = { Cookie: "a=1; b=%C3%A9; c=x=y; a=2" };

const OF_COOKIES = [
  "get",
  "get-missing",
  "get-all",
  "get-all-named",
  "has",
  "size",
  "to-string",
  "iterate",
  "set",
  "set-object",
  "set-options",
  "set-same-site-true",
  "set-expires-number",
  "set-max-age-zero",
  "set-encoded",
  "set-twice",
  "set-get",
  "set-chain",
  "delete",
  "delete-object",
  "delete-missing",
  "set-delete",
  "clear",
  "redirect",
  "not-found",
  "throw",
  "response-redirect",
  "both",
  "both-same",
  "next-response",
  "request",
  "request-set",
  "keys",
];

const OF_HEADERS = [
  "get",
  "get-missing",
  "has",
  "joined",
  "set-throws",
  "names",
  "is-headers",
  "x-forwarded",
  "request",
  "request-set",
  "cookie",
  "draft",
  "draft-enable",
  "draft-disable",
];

export const cookies: Row[] = [
  ...kinds("/cookies", OF_COOKIES, COOKIES),
  get("/cookies/get-all?none"),
  get("/cookies/set", { method: "POST" }),
  get("/cookies/redirect", { method: "POST" }),
  get("/cookies/get-all?odd", { headers: { Cookie: 'a; =b; c="quoted"; d=%; e = 1 ;f=' } }),
];

export const headers: Row[] = [
  ...kinds("/headers", OF_HEADERS, { "X-One": "1", "X-Many": ["a", "b"], Cookie: "a=1" }),
  get("/headers/get?latin", { headers: { "X-One": "caf\u00e9" } }),
  get("/headers/names?internal", {
    headers: { "x-middleware-next": "1", "x-nextjs-data": "1", "x-matched-path": "/" },
  }),
  get("/headers/draft?bad", { headers: { Cookie: "__prerender_bypass=bad" } }),
];

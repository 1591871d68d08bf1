import { each, get, twice } from "./step.ts";
import type { Scenario } from "./step.ts";

/** Next answers a POST to a static route with params as a GET. */
const REFUSED = {
  differs: "The route has no POST; a static route without params answers 405 in Next too.",
  ours: { status: 405, body: "Method Not Allowed", headers: { allow: "GET, HEAD" } },
};
const METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

export const made: Scenario[] = [
  ...each("/static/", [
    "text",
    "bytes",
    "stream",
    "cookies",
    "moved",
    "missing",
    "response-redirect",
    "gone",
    "never",
    "pathname",
    "zero",
    "plain",
    "dynamic",
    "error",
    "posted",
  ]),
  {
    name: "/static/null, twice",
    steps: twice("/static/null").map((step) => ({
      ...step,
      differs: "Next fails at a static answer without a body.",
      ours: { status: 204, body: "", headers: { "x-nextjs-cache": "HIT" } },
    })),
  },
  {
    name: "a forced static handler sees nothing of the request",
    steps: [
      get("/static/forced"),
      get("/static/forced?a=1&b=2", { headers: { Cookie: "a=1", "X-In": "yes" } }),
      get("/static/forced", { headers: { "If-None-Match": "*", Range: "bytes=0-1" } }),
    ],
  },
  {
    name: "a handler that reads the request is dynamic after all",
    steps: [get("/static/reading"), get("/static/reading?q=1", { headers: { "X-In": "yes" } })],
  },
  {
    name: "the methods of a static route",
    steps: METHODS.map((method) => ({ method, path: "/static/text" })),
  },
  {
    name: "the methods of one with a POST",
    steps: METHODS.map((method) => ({
      method,
      path: "/static/posted",
      ...(["PUT", "PATCH", "DELETE"].includes(method) && {
        differs: "A 405 says what is allowed (RFC 9110, section 15.5.6).",
        ours: { headers: { allow: "GET, HEAD, OPTIONS, POST" } },
      }),
    })),
  },
  { name: "HEAD of its own", steps: [{ method: "HEAD", path: "/static/head" }, get("/static/head")] },
  { name: "a slash at the end", steps: [get("/static/text/")] },
  {
    name: "dynamic = error when a request reads what is dynamic",
    steps: ["fine", "other", "headers", "request", "query", "fetch", "other"].map((id) =>
      get(`/static/error/${id}`),
    ),
  },
];

export const again: Scenario[] = [
  {
    name: "an answer of a second",
    steps: [
      get("/isr/second", { until: "STALE" }),
      get("/isr/second", { until: "HIT" }),
      get("/isr/second", { until: "STALE" }),
      { method: "HEAD", path: "/isr/second" },
    ],
  },
  { name: "an answer of a minute", steps: twice("/isr/minute") },
  { name: "a fetch that is not cached makes it dynamic", steps: twice("/isr/failing") },
  {
    name: "the last good answer stays while the handler throws",
    steps: [
      get("/isr/throwing", { until: "STALE", upstream: "failing" }),
      get("/isr/throwing", { until: "old" }),
      get("/isr/throwing", { until: "STALE", upstream: "fine" }),
      get("/isr/throwing", { until: "new" }),
    ],
  },
];

export const params: Scenario[] = [
  {
    name: "params that the build knew, and others",
    steps: [
      ...twice("/open/built"),
      ...twice("/open/later"),
      ...twice("/open/with%20space"),
      ...twice("/open/missing"),
      ...twice("/open/throws"),
      ...twice("/open/nothing"),
      get("/open/later?q=1"),
      { method: "POST", path: "/open/later", ...REFUSED },
      { method: "HEAD", path: "/open/head" },
      get("/open/head"),
      get("/open/%C3%A4"),
      get("/open/%c3%a4"),
      get("/open/a%2Fb"),
      get("/open/%zz"),
    ],
  },
  {
    name: "params with an answer of a second",
    steps: [
      get("/open-second/a"),
      get("/open-second/a", { until: "STALE" }),
      get("/open-second/a", { until: "HIT" }),
      get("/open-second/b"),
    ],
  },
  { name: "forced static without generateStaticParams", steps: [...twice("/forced/a"), get("/forced/b")] },
  { name: "revalidate without generateStaticParams", steps: [...twice("/timed/a"), get("/timed/b")] },
  {
    name: "dynamicParams = false",
    steps: [
      ...twice("/closed/built"),
      get("/closed/other"),
      { method: "POST", path: "/closed/other" },
      { method: "POST", path: "/closed/built", ...REFUSED },
      get("/closed-plain/other"),
    ],
  },
  {
    name: "generateStaticParams below a layout with its own",
    steps: ["en/top", "de/top", "fr/top", "en/of-en", "de/of-de", "fr/of-fr"].map((path) =>
      get(`/nested/${path}`),
    ),
  },
  {
    name: "rest params",
    steps: ["/rest/a", "/rest/a/b%20c", "/rest/b", "/maybe", "/maybe/a", "/maybe/b"].map((path) => get(path)),
  },
];

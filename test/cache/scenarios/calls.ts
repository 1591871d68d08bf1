import { call, each, get, twice } from "./step.ts";
import type { Scenario, Step } from "./step.ts";

export const cached: Scenario[] = [
  ...each("/cached/", [
    "plain",
    "never",
    "date",
    "date-type",
    "nothing",
    "throwing",
    "headers",
    "cookies",
    "fetching",
    "zero",
    "negative",
    "bad-tag",
    "long-tag",
    "at-once",
    "no-store",
  ]),
  {
    name: "unstable_cache by arguments and key",
    steps: ["keyed-1", "keyed-2", "keyed-1", "keyed-undefined", "keyed-null", "keyed-other"].map((kind) =>
      get(`/cached/${kind}`),
    ),
  },
  {
    name: "unstable_cache of a second",
    steps: [get("/cached/second"), get("/cached/second"), get("/cached/second", { until: "new" })],
  },
  {
    name: "a tag of unstable_cache",
    steps: [
      ...twice("/cached/tagged"),
      call("revalidateTag", "cached", "max"),
      get("/cached/tagged"),
      get("/cached/tagged", { until: "new" }),
      call("revalidateTag", "cached-other", { expire: 0 }),
      get("/cached/tagged"),
      call("revalidateTag", "cached"),
      get("/cached/tagged"),
      call("revalidatePath", "/cached/tagged"),
      ...twice("/cached/tagged"),
    ],
  },
  {
    name: "unstable_cache in unstable_cache",
    steps: [
      ...twice("/cached/nested"),
      call("revalidateTag", "inner", { expire: 0 }),
      get("/cached/nested"),
      call("revalidateTag", "outer", { expire: 0 }),
      get("/cached/nested"),
    ],
  },
  {
    name: "a static answer with unstable_cache",
    steps: [
      get("/static-cached/tagged"),
      call("revalidateTag", "cached-tag", { expire: 0 }),
      ...twice("/static-cached/tagged"),
      call("revalidateTag", "cached-tag", "max"),
      get("/static-cached/tagged"),
      get("/static-cached/tagged", { until: "HIT" }),
    ],
  },
  {
    name: "a route that reads its own revalidation",
    steps: [
      get("/own-write"),
      { method: "POST", path: "/own-write" },
      get("/own-write"),
      { method: "PUT", path: "/own-write" },
      get("/own-write"),
      get("/own-write"),
    ],
  },
  {
    name: "unstable_cache in a Pages API route",
    steps: [
      ...twice("/api/cached"),
      get("/api/cached?revalidate", {
        differs: "revalidateTag works in Pages API routes too, as unstable_cache does.",
        ours: { body: '"done"' },
      }),
      call("revalidateTag", "pages", "max"),
      get("/api/cached"),
      call("revalidateTag", "pages", { expire: 0 }),
      get("/api/cached"),
    ],
  },
];

const paths = (path: string, ...calls: Step[]): Step[] => [
  get(path),
  ...calls.flatMap((one) => [one, get(path)]),
];

export const calls: Scenario[] = [
  { name: "the names of next/cache", steps: [get("/names")] },
  {
    name: "what cannot be called in a route handler",
    steps: [
      call("updateTag", "a"),
      call("refresh"),
      call("cacheLife", "max"),
      call("cacheTag", "a"),
      call("unstable_noStore"),
      call("revalidateTag", "a", "unknown"),
      call("revalidateTag", "a", { expire: -1 }),
      call("revalidateTag", "a", {}),
      call("revalidateTag", "a", { revalidate: 5 }),
      call("revalidateTag", "a", { expire: 1, stale: 2 }),
      call("revalidateTag", "a", { expire: "soon" }),
      call("revalidateTag", "a", { revalidate: 10, expire: 5 }),
      call("revalidateTag", ""),
      call("revalidateTag", "x".repeat(300), "max"),
      call("revalidateTag", "ä€", "max"),
      call("revalidateTag", 1, "max"),
      call("revalidatePath", ""),
      call("revalidatePath", "x".repeat(1100)),
      call("revalidatePath", "/a", "unknown"),
      { path: "/do?name=revalidateTag&args=%5B%22a%22,%22max%22%5D" },
      get("/tag-in-static"),
    ],
  },
  {
    name: "revalidatePath of static answers",
    steps: paths(
      "/open/path",
      call("revalidatePath", "/open/path"),
      call("revalidatePath", "/open/path/"),
      call("revalidatePath", "/open/other"),
      call("revalidatePath", "/open/path", "page"),
      call("revalidatePath", "/open/path", "layout"),
      call("revalidatePath", "/open/[id]", "page"),
      call("revalidatePath", "/open/[id]", "layout"),
      call("revalidatePath", "/open/[id]"),
      call("revalidatePath", "/open", "layout"),
      call("revalidatePath", "/open", "page"),
      call("revalidatePath", "/open"),
      call("revalidatePath", "/", "layout"),
      call("revalidatePath", "/"),
      call("revalidatePath", "/open/[id]/route"),
      call("revalidatePath", "open/path"),
      call("revalidatePath", "/open/path?query=1"),
      call("revalidateTag", "_N_T_/open/path", { expire: 0 }),
    ),
  },
  {
    name: "revalidatePath of an answer of the build",
    steps: [
      get("/isr/minute"),
      call("revalidatePath", "/isr/minute"),
      get("/isr/minute"),
      get("/isr/minute"),
    ],
  },
  {
    name: "res.revalidate of a static answer",
    steps: [
      get("/static/never"),
      get("/api/revalidate?path=/static/never"),
      get("/static/never"),
      get("/api/revalidate?path=/open/first"),
      get("/open/first"),
      get("/api/revalidate?only&path=/open/only"),
      get("/open/only"),
      get("/api/revalidate?path=/static/plain"),
      get("/api/revalidate?path=/none", {
        differs: "A path that no route has is an error, which says so; Next makes its page for 404 anew.",
        ours: { body: /^"Failed to revalidate \/none: no route of this server has it\./ },
      }),
      get("/api/revalidate?path=none"),
    ],
  },
];

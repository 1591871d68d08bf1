import { call, each, get, twice } from "./step.ts";
import type { Scenario } from "./step.ts";

export const fetched: Scenario[] = [
  ...each("/fetch/", [
    "plain",
    "forced",
    "no-store",
    "default",
    "zero",
    "never",
    "only-tags",
    "conflict",
    "conflict-zero",
    "post-timed",
    "streamed",
    "form",
    "cookie",
    "head",
    "failed",
    "absent",
    "created",
    "bytes",
    "negative",
    "text",
    "redirected",
    "refused",
    "request",
    "request-next",
    "url",
    "twice",
    "twice-forced",
  ]),
  {
    name: "fetch of a second",
    steps: [get("/fetch/second"), get("/fetch/second"), get("/fetch/second", { until: "new" })],
  },
  {
    name: "fetch by body",
    steps: ["post", "post-other", "post", "post-other"].map((kind) => get(`/fetch/${kind}`)),
  },
  {
    name: "fetch by header",
    steps: ["authorized", "authorized-other", "authorized", "traced", "traced-other"].map((kind) =>
      get(`/fetch/${kind}`),
    ),
  },
  {
    name: "fetch from a POST handler",
    steps: [
      { method: "POST", path: "/fetch/forced" },
      { method: "POST", path: "/fetch/plain" },
    ],
  },
  {
    name: "a fetched tag, revalidated with a profile: once more the old, then the new",
    steps: [
      ...twice("/fetch/tagged"),
      call("revalidateTag", "fetched", "max"),
      get("/fetch/tagged"),
      get("/fetch/tagged", { until: "new" }),
      get("/fetch/tagged"),
    ],
  },
  {
    name: "a fetched tag, revalidated at once",
    steps: [get("/fetch/tagged"), call("revalidateTag", "other", { expire: 0 }), ...twice("/fetch/tagged")],
  },
  {
    name: "a fetched tag, revalidated without a profile",
    steps: [get("/fetch/tagged"), call("revalidateTag", "fetched"), ...twice("/fetch/tagged")],
  },
  {
    name: "fetches of a route, by its path",
    steps: [
      get("/fetch/forced"),
      call("revalidatePath", "/fetch/forced"),
      get("/fetch/forced"),
      call("revalidatePath", "/fetch/other"),
      get("/fetch/forced"),
      call("revalidatePath", "/fetch/[kind]", "page"),
      get("/fetch/forced"),
      call("revalidatePath", "/fetch/[kind]"),
      get("/fetch/forced"),
      call("revalidatePath", "/fetch", "layout"),
      get("/fetch/forced"),
      call("revalidatePath", "/", "layout"),
      get("/fetch/forced"),
    ],
  },
  ...[
    "force-cache",
    "default-cache",
    "only-cache",
    "force-no-store",
    "only-no-store",
    "default-no-store",
  ].map((mode) => ({
    name: `fetchCache = ${mode}`,
    steps: ["plain", "forced", "stored", "timed"].flatMap((kind) => twice(`/mode/${mode}/${kind}`)),
  })),
  {
    name: "fetch in a forced dynamic route",
    steps: ["plain", "forced", "timed", "tagged"].flatMap((kind) => twice(`/mode/force-dynamic/${kind}`)),
  },
  ...each("/static-fetch/", ["shorter", "longer", "no-store", "forced-no-store", "plain"]),
  {
    name: "a static answer with a fetched tag",
    steps: [
      get("/static-fetch/tagged"),
      call("revalidateTag", "static-tag", "max"),
      get("/static-fetch/tagged"),
      get("/static-fetch/tagged", { until: "HIT" }),
      call("revalidateTag", "static-tag", { expire: 0 }),
      ...twice("/static-fetch/tagged"),
    ],
  },
];

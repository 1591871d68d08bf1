import { CHUNKS } from "../../reasons.ts";
import { all, ask } from "./ask.ts";

export const plain = [
  ...all(
    "/api/values",
    "/api/values/",
    "/api/values/?a=1",
    "/api",
    "/api/",
    "/api/values.api",
    "/api/unserved",
    "/api/w/list",
    "/api/w/list/",
    "/api/w/list?list=0&a=1",
    "/api/w/p/7",
    "/api/r/plain",
    "/api/r/plain/",
    "/api/nothing/",
  ),
  ask(
    "/api/values//",
    {},
    { differs: CHUNKS, ours: { like: "next", body: "/api/values/", headers: { "content-length": null } } },
  ),
  ask("/api/values", { "Accept-Encoding": "gzip" }),
];

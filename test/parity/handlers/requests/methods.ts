import type { Row } from "../../row.ts";

import { refused } from "./differs.ts";
import { get } from "./row.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

export const methods: Row[] = [
  ...METHODS.flatMap((only) =>
    METHODS.map((method) => get(`/methods/only-${only.toLowerCase()}`, { method, ...refusal(only, method) })),
  ),
  ...METHODS.map((method) => get("/methods/all", { method })),
  ...["GET", "HEAD", "OPTIONS"].map((method) => get("/methods/get-post", { method })),
  ...["GET", "HEAD"].map((method) => get("/methods/get-stream", { method })),
  ...["GET", "HEAD", "OPTIONS"].map((method) => get("/methods/head-get", { method })),
  ...["GET", "OPTIONS"].map((method) => get("/methods/lower", { method, ...nothing(method) })),
  ...["GET", "OPTIONS"].map((method) => get("/methods/default", { method, ...nothing(method) })),
  ...["GET", "OPTIONS"].map((method) => get("/methods/none", { method, ...nothing(method) })),
  ...["GET", "POST", "OPTIONS"].map((method) => get("/methods/not-function", { method })),
  ...["GET", "TRACE", "PROPFIND", "OPTIONS", "QUERY", "M-SEARCH", "PURGE"].map((method) =>
    get("/methods/other", { method }),
  ),
  ...["PROPFIND", "TRACE", "HEAD", "OPTIONS"].map((method) => get("/none", { method })),
];

function refusal(only: string, method: string): ReturnType<typeof refused> | object {
  const allowed = [...new Set([only, ...(only === "GET" ? ["HEAD"] : []), "OPTIONS"])].toSorted();
  return allowed.includes(method) ? {} : refused(allowed.join(", "));
}

function nothing(method: string): ReturnType<typeof refused> | object {
  return method === "OPTIONS" ? {} : refused("OPTIONS");
}

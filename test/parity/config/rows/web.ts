import { all, ask } from "./ask.ts";
import { HIDDEN } from "../../middleware/requests/act.ts";
import type { Row } from "../../row.ts";

/** Next names the headers of its own client in each answer of `app`. */
const rule: Row["rule"] = { ignore: ["vary"] };

/** What web handlers see of a URL that a rewrite, or a middleware, has led to them. */
export const web: Row[] = [
  ...all(
    "/node",
    "/node?a=1&b",
    "/edge?a=1&b",
    "/ids/7?a=1",
    "/before/7",
    "/before/7?id=8&x=1",
    "/before/a%2Fb%20c",
    "/n",
    "/n?own=2&z",
    "/n/7?x=1",
    "/e/7",
    "/e/7?own=2&z=1",
    "/fixed/7?q=1",
    "/chain?q=1",
    "/any/a/b?q=1",
    "/api/edge?a=1",
    "/api/ids/7?a=1&id=8",
    "/ae/7",
    "/ae/a%2Fb?own=2&z=1",
    "/aid/7",
    "/aid/7?id=8&x=1",
    "/mw/nothing",
  ),
  ask("/n?q=1", {}, { method: "POST", body: "a" }),
  ...["node", "edge", "ids/7", "api/edge", "api/ids/7", "n", "ae/7"].map((path) =>
    ask(
      `/mw/${path}?q=1`,
      {},
      { differs: HIDDEN, ours: { like: "next", headers: { "x-middleware-rewrite": null } } },
    ),
  ),
].map((row) => ({ ...row, rule }));

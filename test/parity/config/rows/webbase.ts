import { all } from "./ask.ts";

/** What edge functions see of a URL with a base path and a locale. */
export const webbase = all(
  "/base/api/edge/",
  "/base/api/edge",
  "/base/api/edge/?a=1&b",
  "/base/api/ids/7/?a=1",
  "/base/ae/7/?q=1",
  "/base/aid/7/?q=1",
  "/base/fr/ae/7/",
  "/base/fr/aid/7/?id=8",
  "/base/fr/api/edge/",
  "/api/edge/",
);

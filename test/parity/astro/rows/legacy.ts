import type { Section } from "../../row.ts";
import { methods, paths, words } from "./row.ts";

const ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];
const OPS = words(`
  text empty number null bytes buffer base64 binary odd response later nothing nobody list string none stream
  headers redirect redirect-301 cookies throw reject where not-found null-404 null-500 two
`);
const TYPES = words(`
  json xml png svg css js html txt bin unknown webmanifest woff2 pdf csv mp4
`);

/** The names and results of Astro 2, replayed from Astro 2. */
export const legacy: readonly Section[] = [
  {
    title: "names of methods",
    rows: ["each", "all", "get-all", "get", "post", "both", "upper", "names", "none"].flatMap((name) =>
      methods(`/methods/${name}`, ALL),
    ),
  },
  {
    title: "results",
    rows: paths(
      "answers",
      OPS.map((op) => `/results/${op}`),
    ),
  },
  {
    title: "content types",
    rows: paths("types", [
      ...TYPES.map((type) => `/types/file.${type}`),
      ...words(
        "/types/none /types/any-a.json /types/any-a /types/a/b.css /types/a.JSON /types/a.tar.gz /types/.json /types",
      ),
    ]),
  },
  { title: "paths without a route", rows: methods("/nowhere", ["GET", "HEAD", "POST"]) },
];

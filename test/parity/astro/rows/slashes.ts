import type { Section } from "../../row.ts";
import { methods, paths, words } from "./row.ts";

const PATHS = words(`
  / /base /base/ /base// /base/page /base/page/ /base/page// /page /page/ /basement /base/data.json
  /base/data.json/ /base/by/a /base/by/a/ /base/by/a.b /base/by/a.b/ /base/rest /base/rest/
  /base/rest/a/b /base/rest/a/b/ /base/rest/a.b /base/files/a.txt /base/files/a.txt/ /base/nested
  /base/nested/ /base/page?x=1 /base/page/?x=1 /base/where /base/where/ /base/nowhere /base/nowhere/
  //base/page //base/page/ /base//page/ /Base/page /base/by/%20 /base/by/%20/
  /base/where/?rewrite=/base/page/ /base/where?rewrite=/base/page /base/where/?rewrite=/page/
  /base/where?rewrite=/page
`);
const REDIRECTS = words(`
  /base/moved /base/moved/ /base/old/a/b /base/old/a/b/ /base/old /base/one/a /base/one/a/ /base/one/a%20b/ /moved/
`);
const sections = (): Section[] => [
  { title: "paths", rows: paths("asks for", PATHS) },
  { title: "redirects of the config", rows: paths("redirects", REDIRECTS) },
  {
    title: "methods",
    rows: [
      ...methods("/base/page", ["POST", "HEAD"]),
      ...methods("/base/page/", ["POST", "HEAD"]),
      ...methods("/base/nowhere", ["POST"]),
    ],
  },
];

export const always: readonly Section[] = sections();
export const never: readonly Section[] = sections();

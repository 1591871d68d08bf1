import { HIDDEN } from "../../middleware/requests/act.ts";
import { CLEAN } from "../../reasons.ts";
import { ALLOW } from "../../handlers/requests/differs.ts";
import { all, ask } from "./ask.ts";
import type { Ours, Row } from "../../row.ts";

const KINDS = "json text own bytes stream empty next cookies redirect missing throw".split(" ");
/** Next names the headers of its own client in each answer of `app`, and has its cache filled by the build. */
const rule: Row["rule"] = { ignore: ["vary", "x-nextjs-cache"] };

function differing(folder: string, kind: string): Partial<Row> {
  const headers: NonNullable<Ours["headers"]> = {};
  if (folder === "mw") headers["x-middleware-rewrite"] = null;
  if (kind === "throw") Object.assign(headers, { "content-type": null, etag: null });
  const [reason] = [...(kind === "throw" ? [CLEAN] : []), ...(folder === "mw" ? [HIDDEN] : [])];
  return reason === undefined ? {} : { differs: reason, ours: { like: "next", headers } };
}

/** What becomes of headers that a config or a middleware has set before a web handler answers. */
export const given: Row[] = [
  ...["of", "rewritten", "mw", "both"].flatMap((folder) =>
    KINDS.map((kind) => ask(`/${folder}/${kind}`, {}, differing(folder, kind))),
  ),
  ask("/static"),
  ask("/of/own", {}, { method: "HEAD" }),
  ask("/of/own", {}, { method: "OPTIONS" }),
  ask(
    "/of/own",
    {},
    {
      method: "POST",
      body: "",
      differs: ALLOW,
      ours: { like: "next", headers: { allow: "GET, HEAD, OPTIONS" } },
    },
  ),
].map((row) => ({ ...row, rule }));

/** Rewrites whose destination ends in a slash. */
export const slashed: Row[] = all(
  "/slash/before",
  "/slash/before/7",
  "/slash/after",
  "/slash/after/7?x=1",
  "/slash/last/7",
).map((row) => ({ ...row, rule }));

import type { Row } from "../../row.ts";

import { get, kinds } from "./row.ts";

const KINDS = [
  "redirect",
  "redirect-absolute",
  "redirect-relative",
  "redirect-query",
  "redirect-push",
  "redirect-replace",
  "redirect-semicolons",
  "redirect-unicode",
  "redirect-empty",
  "redirect-space",
  "permanent",
  "not-found",
  "forbidden",
  "unauthorized",
  "caught-redirect",
  "caught-permanent",
  "caught-not-found",
  "caught-forbidden",
  "caught-unauthorized",
  "rethrow",
  "rethrow-not-found",
  "rethrow-other",
  "rethrow-cause",
  "later-redirect",
  "own-digest",
  "own-digest-308",
  "own-digest-404",
  "own-digest-418",
  "own-digest-old",
  "types",
];

export const navigation: Row[] = [
  ...kinds("/nav", KINDS),
  ...["redirect", "permanent", "not-found"].map((kind) => get(`/nav/${kind}`, { method: "POST" })),
  get("/nav/redirect", { method: "PUT" }),
  get("/nav/redirect", { method: "HEAD" }),
];

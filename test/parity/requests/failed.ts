import type { Ours } from "../row.ts";

export { CLEAN } from "../reasons.ts";

/** Our answer to a handler that throws before anything is sent. */
export const failed: Ours = {
  status: 500,
  statusText: "Internal Server Error",
  body: "Internal Server Error",
  end: "open",
  headers: { "content-type": null, etag: null, "content-encoding": null, vary: null },
};

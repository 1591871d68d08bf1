import type { HeaderList, Message, Row } from "../../row.ts";

export const CREDENTIALS: HeaderList = {
  Authorization: "Basic eA==",
  Cookie: "gone=1; kept=2",
  "User-Agent": "rows",
};

interface Sending extends Message {
  /** The rest of the query. */
  query?: string;
}

/** Why a header of Next's own is not among ours. */
export const HIDDEN =
  "`x-middleware-*` is how a middleware and the server talk: neither a client nor a route sees it";

/** A request whose middleware does what `?do=` says. */
export function act(name: string, what: string, sending: Sending = {}, rest: Partial<Row> = {}): Row {
  const { query = "", path = "/api/echo", ...message } = sending;
  const hidden: Partial<Row> =
    what.startsWith("rewrite") && !what.endsWith("relative")
      ? { differs: HIDDEN, ours: { like: "next", headers: { "x-middleware-rewrite": null } } }
      : {};
  return { name, path: `${path}?do=${what}${query}`, ...message, ...hidden, ...rest };
}

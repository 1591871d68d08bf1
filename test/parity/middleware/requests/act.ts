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

/** A request whose middleware does what `?do=` says. */
export function act(name: string, what: string, sending: Sending = {}, rest: Partial<Row> = {}): Row {
  const { query = "", path = "/api/echo", ...message } = sending;
  return { name, path: `${path}?do=${what}${query}`, ...message, ...rest };
}

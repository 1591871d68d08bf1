import type { Row } from "../../row.ts";

import { get, kinds, row } from "./row.ts";

const BROWSER =
  "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36";

const KINDS = [
  "connection",
  "agent-string",
  "pattern",
  "request",
  "new-request",
  "url-clone",
  "url-set",
  "url-json",
  "url-delete",
  "env",
  "globals",
  "signal",
  "this",
  "after-bad",
];

function afterwards(kind: string): Row {
  return row(`after: ${kind}`, {
    raw: [
      `GET /server/${kind} HTTP/1.1\r\nHost: parity.test\r\nX-One: 1\r\nCookie: a=2\r\n\r\n`,
      { pause: 150 },
      "GET /server/done HTTP/1.1\r\nHost: parity.test\r\n\r\n",
    ],
    awaits: ["GET", "GET"],
  });
}

export const server: Row[] = [
  ...kinds("/server", KINDS),
  get("/server/url-clone?a=1%202&b=3"),
  get("/server/url-delete?a=1&b=2"),
  get("/server/agent", { headers: { "User-Agent": BROWSER } }),
  get("/server/agent?none"),
];

/** One after the other, as they share what is done. */
export const later: Row[] = [
  "after",
  "after-promise",
  "after-redirect",
  "after-throw",
  "after-fails",
  "after-nested",
  "after-headers",
  "after-cookies-set",
].map(afterwards);

import type { Row } from "../row.ts";

const HEADERS = [
  "cookie-array",
  "cookie-equal",
  "cookie-one",
  "cookie-twice",
  "cookie-append",
  "cookie-append-equal",
  "repeat",
  "replace",
  "append",
  "case",
  "number",
  "latin1",
  "remove",
  "vary-own",
  "vary-star",
  "vary-has",
  "vary-array",
  "no-transform",
  "cache-control",
  "server",
  "powered",
  "date",
  "connection-close",
  "order",
  "undefined",
  "crlf",
  "bad-name",
  "set-headers",
  "own-type",
];

export const headers: Row[] = [
  ...HEADERS.map((kind) => ({
    name: `setHeader: ${kind}`,
    path: `/api/res/headers?kind=${kind}`,
    rule: { order: true as const },
  })),
  ...HEADERS.filter((kind) => /cookie|vary|transform/.test(kind)).map((kind) => ({
    name: `setHeader and a bare end: ${kind}`,
    path: `/api/res/headers?kind=${kind}&end=end`,
  })),
];

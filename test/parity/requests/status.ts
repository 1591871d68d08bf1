import type { Row } from "../row.ts";

import { CLEAN, failed } from "./failed.ts";
import { INTERIM } from "../reasons.ts";

const CODES = [
  "200",
  "201",
  "202",
  "206",
  "299",
  "300",
  "400",
  "401",
  "404",
  "418",
  "429",
  "499",
  "500",
  "503",
  "599",
  "600",
  "999",
  "text201",
  "fraction",
];

const INVALID_CODES = ["99", "1000", "0", "nan", "undefined", "hello", "null", "negative", "infinity"];

const BYTES = "the ETag of a Buffer hashes its bytes";

/** SHA-1 of the bytes, and their number. */
const BUFFERS: [name: string, path: string, tag: string][] = [
  ["send(buffer)", "/api/res/send?kind=buffer", '"zVJo25VWn_kZWNz7ENrjYJJreEc5"'],
  ["send(buffer-text)", "/api/res/send?kind=buffer-text", '"14z4AJmffV9pQy0WQmeBwUBlRs4g"'],
  ["send(empty-buffer)", "/api/res/send?kind=empty-buffer", '"2jmj7l5rSw0yVb_vlWAYkK_YBwk0"'],
  [
    "send with a type of its own for a buffer",
    "/api/res/send?kind=buffer&type=image/png",
    '"zVJo25VWn_kZWNz7ENrjYJJreEc5"',
  ],
  [
    "send with an ETag of its own for a buffer",
    "/api/res/send?kind=buffer&etag=%22own%22",
    '"zVJo25VWn_kZWNz7ENrjYJJreEc5"',
  ],
  [
    "send with an encoding of its own",
    "/api/res/send?kind=buffer&encoding=br",
    '"zVJo25VWn_kZWNz7ENrjYJJreEc5"',
  ],
  ["status(205) and a buffer", "/api/res/status?code=205&then=stream", '"Agg_RXngimEkJcDBoX7ket14O5Q4"'],
  ["status(404) and a buffer", "/api/res/status?code=404&then=stream", '"Agg_RXngimEkJcDBoX7ket14O5Q4"'],
];

export const status: Row[] = [
  ...CODES.map((code) => ({ name: `status(${code}).send(text)`, path: `/api/res/status?code=${code}` })),
  ...INVALID_CODES.map((code) => ({
    name: `status(${code}).send(text)`,
    path: `/api/res/status?code=${code}`,
    differs: CLEAN,
    ours: failed,
  })),
  ...["100", "101", "102", "199"].map((code) => ({
    name: `status(${code}).send(text)`,
    path: `/api/res/status?code=${code}`,
    hangs: true as const,
    differs: INTERIM,
    ours: failed,
  })),
  ...["204", "205", "304", "404"].flatMap((code) =>
    ["end", "end-text", "json"].map((then) => ({
      name: `status(${code}) and ${then}`,
      path: `/api/res/status?code=${code}&then=${then}`,
    })),
  ),
  ...["204", "304"].map((code) => ({
    name: `status(${code}) and a buffer`,
    path: `/api/res/status?code=${code}&then=stream`,
  })),
  { name: "a statusMessage of its own", path: "/api/res/status?code=200&message=Fine%20By%20Me" },
  { name: "an empty statusMessage", path: "/api/res/status?code=404&message=" },
  ...BUFFERS.map(([name, path, etag]): Row => ({
    name,
    path,
    differs: BYTES,
    ours: { like: "next", headers: { etag } },
  })),
  {
    name: "HEAD of send(buffer)",
    method: "HEAD",
    path: "/api/res/send?kind=buffer",
    differs: BYTES,
    ours: { like: "next", headers: { etag: '"zVJo25VWn_kZWNz7ENrjYJJreEc5"' } },
  },
];

import { LARGE_REFUSED } from "../reasons.ts";
import type { Row } from "../row.ts";

import { inChunks, post } from "./post.ts";

const LIMITS: [route: string, bytes: number][] = [
  ["limit-1kb", 1024],
  ["limit-number", 100],
  ["limit-half", 512],
  ["limit-upper", 1024],
  ["limit-spaced", 1024],
  ["limit-digits", 100],
  ["limit-one", 1],
  ["limit-bytes", 10],
  ["parsed", 1_048_576],
  ["limit-zero", 1_048_576],
  ["limit-2mb", 2_097_152],
  ["config-ts", 1024],
  ["parser-true", 1_048_576],
  ["parser-empty", 1_048_576],
  ["parser-zero", 1_048_576],
];

const LIMIT_ERROR =
  'an unparsable sizeLimit is an error at load that breaks that route alone, never "no limit"';

export const limits: Row[] = [
  ...LIMITS.flatMap(([route, bytes]) => [
    { ...post(route, "x".repeat(bytes), "text/plain"), name: `${route}: a body of exactly ${bytes} bytes` },
    { ...post(route, "x".repeat(bytes + 1), "text/plain"), name: `${route}: a body of ${bytes + 1} bytes` },
  ]),
  ...LIMITS.filter(([, bytes]) => bytes < 2000).map(([route, bytes]) => ({
    name: `${route}: a chunked body of ${bytes + 1} bytes`,
    raw: inChunks(route, ["x".repeat(bytes), "x"]),
    awaits: ["POST"],
  })),
  { ...post("config-unknown", "[1]", "application/json"), name: "unknown config keys are ignored" },
  { ...post("config-cjs", "x", "text/plain"), name: "the config of a CommonJS handler" },
  { ...post("config-as-const", "x", "text/plain"), name: "a config as const" },
  { ...post("parser-text", "[1]", "application/json"), name: "bodyParser of another type" },
  { ...post("limit-zero-text", "", "text/plain"), name: "sizeLimit '0' and no body" },
  { ...post("limit-zero-text", "x", "text/plain"), name: "sizeLimit '0' and one byte" },
  {
    ...post("limit-lots", "x".repeat(2000), "text/plain"),
    name: "an unparsable sizeLimit",
    differs: LIMIT_ERROR,
    ours: { status: 500 },
  },
  {
    name: "a 413 leaves the connection usable",
    messages: [post("limit-1kb", "x".repeat(2000)), { path: "/api/hello" }],
  },
  {
    name: "a 413 of a large body leaves the connection usable",
    hangs: true,
    messages: [post("limit-1kb", "x".repeat(300_000)), { path: "/api/hello" }],
    differs: LARGE_REFUSED,
    ours: [{ status: 413 }, { status: 200 }],
  },
  { ...post("limit-bytes", "é".repeat(6)), name: "a 413 counts bytes, not characters" },
  { name: "HEAD over the limit", method: "HEAD", path: "/api/body/limit-one", body: "ab" },
  { ...post("limit-one", "{}", "application/json"), name: "a 413 of JSON" },
  {
    ...post("limit-one", "{}", "application/json", { Accept: "application/json" }),
    name: "a 413 with Accept: application/json",
  },
];

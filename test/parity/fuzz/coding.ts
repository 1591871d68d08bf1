import * as zlib from "node:zlib";

import Negotiator from "negotiator";

/** Codings that Next does not know, the preferred first. */
const MODERN = ["br", ...("createZstdCompress" in zlib ? ["zstd"] : [])];
const CLASSIC = ["gzip", "deflate"];

/** Whether a coding is the best of some for a client. */
function likes(accepted: string, best: string, ...others: string[]): boolean {
  return new Negotiator({ headers: { "accept-encoding": accepted } }).encoding([best, ...others]) === best;
}

/** The coding unknown to Next that a client names and likes no other better than. */
export function modernCodingOf(accepted: string): string | undefined {
  const named = MODERN.filter((coding) => accepted.toLowerCase().includes(coding));
  const others = [...named, ...CLASSIC].map((coding) => weightOf(accepted, coding));
  const best = named.find((coding) => weightOf(accepted, coding) === Math.max(...others));
  return best !== undefined && likes(accepted, best, "identity") ? best : undefined;
}

/** Of the codings that Next knows: without gzip, where the client likes the plain body better than that. */
export function withoutUnlikedGzip(accepted: string): string {
  const isUnliked = likes(accepted, "identity", "gzip") && likes(accepted, "gzip");
  const parts = accepted.split(",");
  return isUnliked ? parts.map((part) => (/^\s*gzip\b/i.test(part) ? "gzip;q=0" : part)).join(",") : accepted;
}

function weightOf(accepted: string, coding: string): number {
  const parts = accepted.split(",").map((part) => part.toLowerCase().split(";"));
  for (const name of [coding, "*"]) {
    const weights = parts.filter(([token = ""]) => token.trim() === name).map(weightIn);
    if (weights.length > 0) return Math.max(...weights);
  }
  return 0;
}

function weightIn(part: string[]): number {
  const parameter = part.map((text) => text.trim()).find((text) => text.startsWith("q="));
  return parameter === undefined ? 1 : Number(parameter.slice(2));
}

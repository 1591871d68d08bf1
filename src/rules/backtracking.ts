import { parse } from "path-to-regexp";
import { compilePattern } from "./pattern.ts";

const SIZES = [16, 20, 24, 28, 64, 128, 256];
const SLOW_MS = 8;
const CLASSES: readonly (readonly [escape: string, sample: string])[] = [
  [String.raw`\d`, "1"],
  [String.raw`\w`, "a"],
  [String.raw`\s`, " "],
];

/**
 * Whether there is a path that keeps a pattern busy: one that takes exponential or cubic time, with which a client could
 * stop the server. Measured, so that no harmless pattern is suspected.
 *
 * @param source in the syntax of path-to-regexp 6
 */
export function isSlowPattern(source: string): boolean {
  const { regexp, prefix } = compilePattern(source);
  if (isSlow(regexp, prefix.endsWith("/") ? prefix : `${prefix}/`)) return true;
  // What is behind other params is tried alone.
  const own = parse(source).flatMap((token) => (typeof token === "string" ? [] : token.pattern));
  return own.some((pattern) => pattern !== ANY && isSlow(new RegExp(`^(?:${pattern})$`, "i"), ""));
}

/** The same for a regular expression that the whole of a value is to match. */
export function isSlowValue(value: string): boolean {
  return isSlow(new RegExp(`^${value}$`), "");
}

/** The pattern of a param that has none of its own. */
const ANY = String.raw`[^\/#\?]+?`;

function isSlow(regexp: RegExp, prefix: string): boolean {
  const { source } = regexp;
  if (!/[*+{]/.test(source)) return false;
  const samples = new Set(["a", "/", "a/", "-"]);
  for (const [escape, sample] of CLASSES) if (source.includes(escape)) samples.add(sample);
  for (const [char] of source.matchAll(/[\w.~-]/g)) samples.add(char);
  for (const sample of [...samples].slice(0, 24)) {
    for (const size of SIZES) {
      if (timeOf(regexp, `${prefix}${sample.repeat(size)}\n`) > SLOW_MS) return true;
    }
  }
  return false;
}

/** The better of two, as the process may have been interrupted. */
function timeOf(regexp: RegExp, text: string): number {
  const times = [0, 0].map(() => {
    const begun = performance.now();
    regexp.test(text);
    return performance.now() - begun;
  });
  return Math.min(...times);
}

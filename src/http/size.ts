import { parse } from "bytes";

/** A number of bytes with its unit. The parser would take "1m" and "1 megabyte" for one byte. */
const SIZE = /^\d+(?:\.\d+)? *(?:[kmgtp]?b)?$/i;

/** The bytes of a size, such as `500` or `"2mb"`; `undefined` for an invalid one. */
export function parseSize(size: number | string): number | undefined {
  const bytes = typeof size === "string" && !SIZE.test(size) ? null : parse(size);
  return bytes !== null && bytes >= 0 ? bytes : undefined;
}

import { inspect } from "node:util";
import { parseSize } from "../http/size.ts";

/**
 * The size from which a web route's body is refused with 413: bytes, or a string such as `"2mb"`; for some routes
 * another one, by pattern: `{ default: "1mb", "/api/upload": "50mb" }`. `false` for no limit.
 */
export type WebBodyLimit = Size | Readonly<Record<string, Size>>;

type Size = number | string | false;

/** The limit of a route, in bytes. */
export type LimitOf = (pattern: string) => number | undefined;

/** @throws TypeError for an invalid size */
export function compileLimit(option: WebBodyLimit | undefined): LimitOf | undefined {
  if (option === undefined || option === false) return undefined;
  if (typeof option !== "object") {
    const bytes = bytesOf(option, "webBodyLimit");
    return () => bytes;
  }
  const sizes = Object.entries(option).map(
    ([pattern, size]) => [pattern, bytesOf(size, `webBodyLimit["${pattern}"]`)] as const,
  );
  const limits = new Map(sizes);
  return (pattern) => (limits.has(pattern) ? limits.get(pattern) : limits.get("default"));
}

function bytesOf(size: Size, name: string): number | undefined {
  if (size === false) return undefined;
  const bytes = parseSize(size);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`${name} is ${inspect(size)}. Write a number of bytes, or a string such as "2mb".`);
}

/** The bytes of a file to send, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One int-range or suffix-range of bytes (RFC 9110 section 14.1.2). */
const SINGLE = /^bytes=[ \t]*(?:(\d+)-(\d*)|-(\d+))[ \t]*$/i;

/**
 * Reads a Range header (RFC 9110 section 14.2).
 *
 * @returns the range; `"unsatisfiable"` for one outside of the file, or one whose end is before its start;
 *   `undefined` where the header is to be ignored: another unit, a malformed one, several ranges
 */
export function readRange(header: string, size: number): ByteRange | "unsatisfiable" | undefined {
  const match = SINGLE.exec(header);
  if (match === null) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) {
    if (Number(suffix) === 0) return "unsatisfiable";
    return size === 0 ? undefined : { start: Math.max(0, size - Number(suffix)), end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || end < start ? "unsatisfiable" : { start, end };
}

/** If-Range (RFC 9110 section 13.1.5): a range is of use only to a client that has the other bytes of this very file. */
export function isSameVersion(condition: string | undefined, etag: string, modified: string): boolean {
  return condition === undefined || condition === etag || condition === modified;
}

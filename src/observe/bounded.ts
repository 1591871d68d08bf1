/** Strings, lists and objects of a log line are cut at these sizes, and objects below this depth. */
export interface Bounds {
  readonly text: number;
  readonly members: number;
  readonly depth: number;
}

/** Tried one after the other until a line is short enough. */
export const BOUNDS: readonly Bounds[] = [
  { text: 32 * 1024, members: 100, depth: 6 },
  { text: 2400, members: 20, depth: 3 },
  { text: 900, members: 8, depth: 2 },
  { text: 100, members: 8, depth: 2 },
];

/** Values of a line in all. */
const VALUES = 2000;

/**
 * A copy of a value for `JSON.stringify` that takes no long time and no long line, whatever an error carries: bytes are
 * named by their number, and what is cut says so.
 */
export function boundedCopy(value: unknown, { text, members, depth }: Bounds): unknown {
  let left = VALUES;
  const above: unknown[] = [];
  return copy(value);

  function copy(part: unknown): unknown {
    left -= 1;
    if (typeof part === "string") return cutText(part, text);
    if (typeof part === "bigint") return `${part}n`;
    if (typeof part !== "object" || part === null) return part;
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) return `(${part.byteLength} bytes)`;
    if (above.includes(part)) return "(circular)";
    if (above.length === depth || left <= 0) return "(not shown)";
    above.push(part);
    try {
      return copyObject(part);
    } finally {
      above.pop();
    }
  }

  function copyObject(part: object): unknown {
    const { toJSON } = part as { toJSON?: unknown };
    if (typeof toJSON === "function") return copy((toJSON as () => unknown).call(part));
    if (Array.isArray(part)) {
      const items = part.slice(0, members).map(copy);
      return part.length > members ? [...items, `(${part.length - members} more)`] : items;
    }
    const names = Object.keys(part);
    const entries = names
      .slice(0, members)
      .map((name) => [name, copy((part as Record<string, unknown>)[name])]);
    if (names.length > members) entries.push(["…", `(${names.length - members} more)`]);
    return Object.fromEntries(entries);
  }
}

/** A text, or its beginning with the number of characters that were left out. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}

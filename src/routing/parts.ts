/** A piece of a segment: literal text, one param without a slash, or a rest that may hold several segments. */
export interface Part {
  readonly kind: "static" | "param" | "rest";
  /** The literal text, or the param's name. */
  readonly name: string;
}

/**
 * Matches a whole text against parts: each param takes the least text that lets the rest match, as a lazy group of a
 * regular expression does. A param takes at least one character and no slash; a rest takes anything, or nothing.
 * No text makes it slow: a param that has failed is not tried again from a place behind.
 *
 * @returns the texts of the params in order, or `undefined`
 */
export function matchParts(parts: readonly Part[], text: string): string[] | undefined {
  const captures: string[] = [];
  /** For each param, the places from and to which it has failed: what fails from one place, fails from those behind. */
  const failed = new Map<number, readonly [from: number, to: number]>();

  function visit(index: number, place: number): boolean {
    const part = parts[index];
    if (part === undefined) return place === text.length;
    if (part.kind === "static") {
      return text.startsWith(part.name, place) && visit(index + 1, place + part.name.length);
    }
    const [from, to] = failed.get(index) ?? [Infinity, 0];
    if (place >= from && place <= to) return false;
    const slash = part.kind === "param" ? text.indexOf("/", place) : -1;
    const limit = slash === -1 ? text.length : slash;
    for (let end = place + (part.kind === "param" ? 1 : 0); (end = nextEnd(index, end)) <= limit; end += 1) {
      captures.push(text.slice(place, end));
      if (visit(index + 1, end)) return true;
      captures.length -= 1;
    }
    failed.set(index, [place, limit]);
    return false;
  }

  /** Where the param at `index` may end: before the literal that follows it, or at the end. */
  function nextEnd(index: number, from: number): number {
    const next = parts[index + 1];
    if (next === undefined) return from > text.length ? Infinity : text.length;
    if (next.kind !== "static") return from;
    const found = text.indexOf(next.name, from);
    return found === -1 ? Infinity : found;
  }

  return visit(0, 0) ? captures : undefined;
}

/** What of two segments of parts is the same where they match the same texts. */
export function shapeOf(parts: readonly Part[]): string {
  return JSON.stringify(parts.map(({ kind, name }) => (kind === "static" ? name : { [kind]: 0 })));
}

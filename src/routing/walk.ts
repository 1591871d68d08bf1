import { matchParts, type Part } from "./parts.ts";
import type { Leaf, Mixed, RankedNode } from "./ranked-node.ts";

/** A route that matches, and the texts of its params. */
export interface Best<T> {
  readonly leaf: Leaf<T>;
  readonly taken: readonly (string | undefined)[];
}

/** One walk through the tree. Each pair of node and place is visited once, so that no path makes it slow. */
export class Walk<T> {
  readonly path: string;
  readonly slashed: boolean;
  readonly taken: (string | undefined)[] = [];
  readonly visited = new Set<number>();
  best: Best<T> | undefined = undefined;

  readonly accepts: (value: T) => boolean;

  /** @param accepts whether a route may answer */
  constructor(path: string, accepts: (value: T) => boolean = all) {
    this.accepts = accepts;
    this.slashed = path.length > 1 && path.endsWith("/");
    this.path = this.slashed ? path.slice(0, -1) : path;
  }

  run(root: RankedNode<T>): Best<T> | undefined {
    this.visit(root, this.path === "/" ? 2 : 1, false);
    return this.best;
  }

  /** @param again whether a node may be come to at one place in several ways */
  visit(node: RankedNode<T>, start: number, again: boolean): void {
    if (this.best !== undefined && this.best.leaf.rank < node.best) return;
    const { path } = this;
    if (again) {
      const key = node.id * (path.length + 3) + start;
      if (this.visited.has(key)) return;
      this.visited.add(key);
    }
    if (node.any !== undefined) this.visitRest(node.any, start, start);
    if (start > path.length) return this.reach(node);
    const slash = path.indexOf("/", start);
    const end = slash === -1 ? path.length : slash;
    if (node.statics !== undefined || node.mixed !== undefined || node.param !== undefined) {
      this.visitSegment(node, path.slice(start, end), end + 1, again);
    }
    if (node.spread !== undefined) this.visitSpread(node.spread, start, end);
    if (node.some !== undefined) this.visitRest(node.some, start, end + 1);
  }

  visitSegment(node: RankedNode<T>, text: string, next: number, again: boolean): void {
    const exact = node.statics?.get(text);
    if (exact !== undefined) this.visit(exact, next, again);
    if (node.mixed !== undefined) {
      for (const { parts, node: child } of node.mixed.candidates(text)) {
        const captures = matchParts(parts, text);
        if (captures !== undefined) this.take(captures, child, next, again);
      }
    }
    // An empty segment is the place between two slashes.
    if (node.param !== undefined && text !== "") this.take([text], node.param, next, again);
  }

  /** A segment of parts with a rest may end at any slash, or at the end of the path. */
  visitSpread(spread: readonly Mixed<T>[], start: number, first: number): void {
    const { path } = this;
    for (const { parts, node } of spread) {
      if (node.leaf !== undefined) {
        const captures = matchParts(parts, path.slice(start));
        if (captures !== undefined) this.take(emptied(parts, captures), node, path.length + 1, true);
      }
      if (!hasChildren(node)) continue;
      for (let end = first; ; end = endBehind(path, end + 1)) {
        const captures = matchParts(parts, path.slice(start, end));
        if (captures !== undefined) this.take(emptied(parts, captures), node, end + 1, true);
        if (end >= path.length) break;
      }
    }
  }

  /** Takes segments from `start` on, the fewest first; the first place behind them is `next`. */
  visitRest(child: RankedNode<T>, start: number, next: number): void {
    if (child.leaf !== undefined) {
      const rest = this.path.slice(start);
      const { length } = this.taken;
      this.taken.push(rest === "" ? undefined : rest);
      this.reach(child);
      this.taken.length = length;
    }
    if (!hasChildren(child)) return;
    for (let place = next; ; place = endBehind(this.path, place) + 1) {
      const rest = this.path.slice(start, Math.max(start, place - 1));
      this.take([rest === "" ? undefined : rest], child, place, true);
      if (place > this.path.length) return;
    }
  }

  take(texts: readonly (string | undefined)[], node: RankedNode<T>, start: number, again: boolean): void {
    const { length } = this.taken;
    this.taken.push(...texts);
    this.visit(node, start, again);
    this.taken.length = length;
  }

  reach({ leaf }: RankedNode<T>): void {
    if (leaf === undefined || (this.best !== undefined && this.best.leaf.rank <= leaf.rank)) return;
    if (this.path !== "/" && leaf.slash === (this.slashed ? "never" : "always")) return;
    if (!this.accepts(leaf.value)) return;
    this.best = { leaf, taken: [...this.taken] };
  }
}

function all(): boolean {
  return true;
}

function hasChildren<T>({ statics, mixed, spread, param, some, any }: RankedNode<T>): boolean {
  return (statics ?? mixed ?? spread ?? param ?? some ?? any) !== undefined;
}

/** The end of the segment that begins at `start`. */
function endBehind(path: string, start: number): number {
  const slash = path.indexOf("/", start);
  return slash === -1 ? path.length : slash;
}

function emptied(parts: readonly Part[], captures: readonly string[]): (string | undefined)[] {
  const kinds = parts.filter(({ kind }) => kind !== "static");
  return captures.map((text, index) => (kinds[index]!.kind === "rest" && text === "" ? undefined : text));
}

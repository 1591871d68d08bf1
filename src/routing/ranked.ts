import { matchParts, type Part, shapeOf } from "./parts.ts";
import { PartIndex } from "./part-index.ts";
import type { Segment } from "./segment.ts";
import { type Found, noParams } from "./trie.ts";

/** Whether a route takes a path with a slash at its end. */
export type SlashRule = "never" | "always" | "ignore";

/** How a convention matches, where the order of its routes is a list and not a rule for each level. */
export interface Matching<R> {
  /** Sorts routes: of those that match a path, the first one answers. */
  readonly order: (a: R, b: R) => number;
  /** The path as the segments spell it; `undefined` where it is malformed. Default: the path as sent. */
  readonly decode?: ((path: string) => string | undefined) | undefined;
  /** Default: `"ignore"`. */
  readonly slash?: ((route: R) => SlashRule) | undefined;
}

interface Leaf<T> {
  readonly value: T;
  readonly rank: number;
  readonly slash: SlashRule;
  /** The names of the params, in the order in which a walk takes their texts. */
  readonly names: readonly string[];
}

interface Mixed<T> {
  readonly parts: readonly Part[];
  readonly shape: string;
  readonly node: RankedNode<T>;
}

class RankedNode<T> {
  readonly id: number;
  /** The rank of the first route at this level or below it. */
  readonly best: number;
  leaf: Leaf<T> | undefined = undefined;
  statics: Map<string, RankedNode<T>> | undefined = undefined;
  mixed: PartIndex<Mixed<T>> | undefined = undefined;
  /** Segments of parts that may hold slashes. */
  spread: Mixed<T>[] | undefined = undefined;
  param: RankedNode<T> | undefined = undefined;
  /** One segment or more, and none or more. */
  some: RankedNode<T> | undefined = undefined;
  any: RankedNode<T> | undefined = undefined;

  constructor(id: number, best: number) {
    this.id = id;
    this.best = best;
  }
}

/**
 * Routes in a fixed order, found by a walk through a tree: the first one in order that matches answers, whatever its
 * form. A walk visits what could match, and leaves out whatever ranks behind a route that it has found.
 * Values of catch-alls are texts (`a/b`), `undefined` where they take nothing.
 */
export class RankedTrie<T> {
  readonly #root = new RankedNode<T>(0, 0);
  readonly #values: T[] = [];
  #nodes = 1;
  #entered = 0;
  readonly #decode: (path: string) => string | undefined;

  constructor({ decode = (path) => path }: Pick<Matching<T>, "decode"> = {}) {
    this.#decode = decode;
  }

  /** Adds a route behind those that are there. Gives the one that has exactly its place, where there is one. */
  insert(segments: readonly Segment[], value: T, slash: SlashRule = "ignore"): T | undefined {
    const rank = this.#entered++;
    let node = this.#root;
    for (const segment of segments) node = this.#child(node, segment, rank);
    if (node.leaf !== undefined) return node.leaf.value;
    node.leaf = { value, rank, slash, names: namesOf(segments) };
    this.#values.push(value);
    return undefined;
  }

  /** All values in order. */
  values(): readonly T[] {
    return this.#values;
  }

  /** Finds the first route that matches a plain path, undecoded. */
  find(path: string): Found<T> | undefined {
    if (!path.startsWith("/")) return undefined;
    const decoded = this.#decode(path);
    const best = new Walk<T>(decoded ?? path).run(this.#root);
    if (best === undefined) return undefined;
    const params = noParams();
    // A rest that takes nothing is there, and undefined.
    for (const [index, name] of best.leaf.names.entries()) params[name] = best.taken[index] as string;
    return { value: best.leaf.value, params, valid: decoded !== undefined };
  }

  #child(node: RankedNode<T>, segment: Segment, rank: number): RankedNode<T> {
    const create = (): RankedNode<T> => new RankedNode<T>(this.#nodes++, rank);
    if (segment.parts !== undefined) return mixedChild(node, segment.parts, create);
    if (segment.kind === "param") return (node.param ??= create());
    if (segment.kind === "catch-all") return (node.some ??= create());
    if (segment.kind === "optional-catch-all") return (node.any ??= create());
    const children = (node.statics ??= new Map<string, RankedNode<T>>());
    let child = children.get(segment.name);
    if (child === undefined) children.set(segment.name, (child = create()));
    return child;
  }
}

function mixedChild<T>(
  node: RankedNode<T>,
  parts: readonly Part[],
  create: () => RankedNode<T>,
): RankedNode<T> {
  const shape = shapeOf(parts);
  const spreads = parts.some(({ kind }) => kind === "rest");
  const there = spreads ? (node.spread ??= []) : (node.mixed ??= new PartIndex<Mixed<T>>());
  const alike = there instanceof PartIndex ? there.candidates(literalOf(parts)) : there;
  for (const mixed of alike) if (mixed.shape === shape) return mixed.node;
  const mixed = { parts, shape, node: create() };
  if (there instanceof PartIndex) there.add(mixed);
  else there.push(mixed);
  return mixed.node;
}

/** A text that begins and ends as the texts that match do. */
function literalOf(parts: readonly Part[]): string {
  return parts.map(({ kind, name }) => (kind === "static" ? name : "")).join("");
}

function namesOf(segments: readonly Segment[]): string[] {
  return segments.flatMap(({ kind, name, parts }) => {
    if (parts !== undefined) return parts.filter((part) => part.kind !== "static").map((part) => part.name);
    return kind === "static" ? [] : [name];
  });
}

interface Best<T> {
  readonly leaf: Leaf<T>;
  readonly taken: readonly (string | undefined)[];
}

/** One walk through the tree. Each pair of node and place is visited once, so that no path makes it slow. */
class Walk<T> {
  readonly path: string;
  readonly slashed: boolean;
  readonly taken: (string | undefined)[] = [];
  readonly visited = new Set<number>();
  best: Best<T> | undefined = undefined;

  constructor(path: string) {
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
    this.best = { leaf, taken: [...this.taken] };
  }
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

import { type Part, shapeOf } from "./parts.ts";
import { PartIndex } from "./part-index.ts";
import { type Mixed, RankedNode, type SlashRule } from "./ranked-node.ts";
import type { Segment } from "./segment.ts";
import { type Found, noParams } from "./trie.ts";
import { Walk } from "./walk.ts";

/** How a convention matches, where the order of its routes is a list and not a rule for each level. */
export interface Matching<R> {
  /** Sorts routes: of those that match a path, the first one answers. */
  readonly order: (a: R, b: R) => number;
  /** The path as the segments spell it; `undefined` where it is malformed. Default: the path as sent. */
  readonly decode?: ((path: string) => string | undefined) | undefined;
  /** Default: `"ignore"`. */
  readonly slash?: ((route: R) => SlashRule) | undefined;
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
    let nodes: readonly RankedNode<T>[] = [this.#root];
    for (const segment of segments) nodes = nodes.flatMap((node) => this.#children(node, segment, rank));
    const free = nodes.filter(({ leaf }) => leaf === undefined);
    if (free.length === 0) return nodes[0]!.leaf!.value;
    const leaf = { value, rank, slash, names: namesOf(segments) };
    for (const node of free) node.leaf = leaf;
    this.#values.push(value);
    return undefined;
  }

  /** All values in order. */
  values(): readonly T[] {
    return this.#values;
  }

  /**
   * Finds the first route that matches a plain path, undecoded.
   *
   * @param accepts whether a route may answer. Default: all may.
   */
  find(path: string, accepts?: (value: T) => boolean): Found<T> | undefined {
    if (!path.startsWith("/")) return undefined;
    const decoded = this.#decode(path);
    const best = new Walk<T>(decoded ?? path, accepts).run(this.#root);
    if (best === undefined) return undefined;
    const params = noParams();
    // A rest that takes nothing is there, and undefined.
    for (const [index, name] of best.leaf.names.entries()) params[name] = best.taken[index] as string;
    return { value: best.leaf.value, params, valid: decoded !== undefined };
  }

  /** Where a path may be behind a segment. */
  #children(node: RankedNode<T>, segment: Segment, rank: number): RankedNode<T>[] {
    if (segment.optional === undefined) return [this.#child(node, segment, rank)];
    const present = segment.optional.map((name) => this.#child(node, { kind: "static", name }, rank));
    return [node, ...present];
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

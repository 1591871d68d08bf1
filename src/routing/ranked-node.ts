import type { Part } from "./parts.ts";
import type { PartIndex } from "./part-index.ts";

/** Whether a route takes a path with a slash at its end. */
export type SlashRule = "never" | "always" | "ignore";

/** A route, and what is kept of it at the level where it ends. */
export interface Leaf<T> {
  readonly value: T;
  readonly rank: number;
  readonly slash: SlashRule;
  /** The names of the params, in the order in which a walk takes their texts. */
  readonly names: readonly string[];
}

/** A segment of several parts, and the level behind it. */
export interface Mixed<T> {
  readonly parts: readonly Part[];
  readonly shape: string;
  readonly node: RankedNode<T>;
}

/** A level of the tree. */
export class RankedNode<T> {
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

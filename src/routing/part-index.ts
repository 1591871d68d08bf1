import type { Part } from "./parts.ts";

interface Indexed {
  readonly parts: readonly Part[];
}

/** Finds, among many segments of parts, the few that may match a text: by their literal beginning, or their end. */
export class PartIndex<T extends Indexed> {
  readonly #byPrefix = new Map<number, Map<string, T[]>>();
  readonly #bySuffix = new Map<number, Map<string, T[]>>();
  readonly #others: T[] = [];

  add(value: T): void {
    const first = value.parts[0]!;
    const last = value.parts.at(-1)!;
    if (first.kind === "static") put(this.#byPrefix, first.name, value);
    else if (last.kind === "static") put(this.#bySuffix, last.name, value);
    else this.#others.push(value);
  }

  *candidates(text: string): Generator<T> {
    for (const [length, values] of this.#byPrefix) yield* values.get(text.slice(0, length)) ?? [];
    for (const [length, values] of this.#bySuffix) {
      if (length <= text.length) yield* values.get(text.slice(text.length - length)) ?? [];
    }
    yield* this.#others;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const index of [this.#byPrefix, this.#bySuffix]) {
      for (const values of index.values()) for (const list of values.values()) yield* list;
    }
    yield* this.#others;
  }
}

function put<T>(index: Map<number, Map<string, T[]>>, literal: string, value: T): void {
  let values = index.get(literal.length);
  if (values === undefined) index.set(literal.length, (values = new Map<string, T[]>()));
  const list = values.get(literal);
  if (list === undefined) values.set(literal, [value]);
  else list.push(value);
}

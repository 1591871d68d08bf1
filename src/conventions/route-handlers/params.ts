import type { Params } from "../../routing/trie.ts";
import { awaitable } from "../../stand-ins/next/awaitable.ts";

/** The second argument of a route handler. */
export interface Context {
  readonly params: Promise<Params>;
}

/** Params as a promise, as in Next 15; they can be read without `await` too, as in Next 14. */
export function contextOf(params: Params): Context {
  return { params: awaitable({ ...params }) };
}

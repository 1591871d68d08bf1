import type { Prepared } from "./tree.ts";

/** What a worker gets when it asks for its order. */
export interface Order {
  /** What is wrong with the files of the project is left out: another worker has reported it. */
  readonly quiet: boolean;
  /** The secret of draft mode where none is set. */
  readonly secret: string;
  /** The routes; where there are none, the worker looks for a build itself. */
  readonly prepared?: Prepared | undefined;
}

/** How a worker is to end. */
export interface Retirement {
  /** How long new connections are still taken, in milliseconds. */
  readonly delay: number;
  /** Readiness stays as it is: another worker takes the new connections. */
  readonly ready: boolean;
}

/** What the first worker that listens reports, for the primary to print. */
export interface Started {
  readonly url: string;
  /** What it serves, as text; nothing where the log takes none. */
  readonly summary?: string | undefined;
}

/** From a worker to the primary. */
export type Report =
  | { readonly type: "boot" }
  | ({ readonly type: "ready" } & Started)
  /** It cannot start, and ends. */
  | { readonly type: "failed"; readonly text: string }
  /** It was asked to end. */
  | { readonly type: "signal"; readonly signal: NodeJS.Signals };

/** From the primary to a worker. */
export type Command =
  | { readonly type: "order"; readonly order: Order }
  | { readonly type: "retire"; readonly retirement: Retirement }
  | { readonly type: "cut" };

/** Routes and their packages may use the channel too. */
const KEY = "pages-api";

export function wrap<M extends Report | Command>(message: M): { [KEY]: M } {
  return { [KEY]: message };
}

/** The message of ours, if it is one. */
export function unwrap(message: unknown): Report | Command | undefined {
  return (message as { [KEY]?: Report | Command } | null | undefined)?.[KEY];
}

import type { Client } from "./client.ts";

/** A kind of client. `run` is one exchange of it, and tells how that ended. */
export interface Scenario {
  readonly name: string;
  /** How many such clients there are at a time. */
  readonly clients: number;
  /** How long each of them waits before the next exchange, in milliseconds, at most. */
  readonly pause: number;
  /** The endings that are right; all others, and what `run` throws, fail the run. */
  readonly expected: readonly string[];
  run(client: Client): Promise<string>;
}

/** A number from 0 up to, not including, `below`. */
export function random(below: number): number {
  return Math.floor(Math.random() * below);
}

export function oneOf<T>(list: readonly T[]): T {
  return list[random(list.length)]!;
}

/** The ending of an exchange whose answer has to be right. */
export function verdict(status: number, isRight: boolean): string {
  return isRight ? String(status) : `${status}, but wrong`;
}

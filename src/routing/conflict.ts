import { RouteError } from "../error.ts";
import { formatPattern, formatSegment, type Segment } from "./segment.ts";

/** Two values that cannot both be in the tree; `other` is the one that was there first. */
export class Conflict<T> extends RouteError {
  readonly other: T;

  constructor(message: string, other: T) {
    super("ROUTE_CONFLICT", message);
    this.other = other;
  }
}

export function differentNames<T>(first: string, second: string, other: T): Conflict<T> {
  return new Conflict(
    `You cannot use different slug names for the same dynamic path ('${first}' !== '${second}').`,
    other,
  );
}

export function sameSpecificity<T>(level: readonly Segment[], name: string, other: T): Conflict<T> {
  const path = formatPattern(level);
  return new Conflict(
    `You cannot define a route with the same specificity as a optional catch-all route ("${path}" and "${path}[[...${name}]]").`,
    other,
  );
}

/** Next's sentence, its article included. */
export function bothCatchAlls<T>(which: string, name: string, segment: Segment, other: T): Conflict<T> {
  const optional = segment.kind === "optional-catch-all";
  const first = formatSegment({ kind: optional ? "catch-all" : "optional-catch-all", name });
  const joined = `"${first}" and "${formatSegment(segment)}"`;
  return new Conflict(
    `You cannot use both an ${which} catch-all route at the same level (${joined}${optional ? " " : ""}).`,
    other,
  );
}

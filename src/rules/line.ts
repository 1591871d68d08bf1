import type { Condition } from "./conditions.ts";
import type { RuleSource } from "./list.ts";

/** One thing that is done to requests outside of the routes, for people. */
export interface StageLine {
  /** Such as `redirect`. */
  readonly kind: string;
  /** The paths that it is for; empty for all. */
  readonly source: string;
  readonly does: string;
  /** What a request needs beside its path. */
  readonly when: readonly string[];
}

interface WrittenRule extends RuleSource {
  readonly headers?: readonly { readonly key: string; readonly value: string }[];
  readonly destination?: string;
  readonly statusCode?: number;
}

/** A rule as `pages-api routes` shows it. */
export function lineOf(
  kind: string,
  { source, headers, destination = "", statusCode, has = [], missing = [] }: WrittenRule,
): StageLine {
  const fields = headers?.map(({ key, value }) => `${key}: ${value}`).join(", ");
  const does = fields ?? (statusCode === undefined ? destination : `${statusCode} ${destination}`);
  return { kind, source, does, when: [...has.map(textOf), ...missing.map((each) => `no ${textOf(each)}`)] };
}

function textOf({ type, key, value }: Condition): string {
  return `${type}${key === undefined ? "" : ` ${key}`}${value === undefined ? "" : ` = ${value}`}`;
}

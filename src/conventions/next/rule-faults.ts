import { didYouMean } from "../../error.ts";
import type { Condition } from "../../rules/conditions.ts";
import { paramsOfDestination } from "../../rules/destination.ts";
import type { HeaderRule } from "../../rules/headers.ts";
import { namesOf } from "../../rules/list.ts";
import { compilePattern } from "../../rules/pattern.ts";

/** A rule as a next.config has it. */
export interface WrittenRule {
  readonly source: string;
  readonly destination?: string;
  /** `false`, or absent. */
  readonly basePath?: boolean;
  /** `false`, or absent. */
  readonly locale?: boolean;
  readonly has?: readonly Condition[];
  readonly missing?: readonly Condition[];
  readonly headers?: HeaderRule["headers"];
  readonly permanent?: boolean;
  readonly statusCode?: number;
}

export type RuleKind = "headers" | "redirects" | "rewrites";

const EVERY_KEY = ["source", "has", "missing", "basePath", "locale"];
const KEYS: Readonly<Record<RuleKind, readonly string[]>> = {
  headers: [...EVERY_KEY, "headers"],
  redirects: [...EVERY_KEY, "destination", "permanent", "statusCode"],
  rewrites: [...EVERY_KEY, "destination"],
};
const PHASES = ["beforeFiles", "afterFiles", "fallback"];
const STATUSES = [301, 302, 303, 307, 308];
const CONDITIONS: readonly string[] = ["header", "cookie", "query", "host"];

/** What is wrong with the object that `rewrites()` returns, if anything. */
export function rewritesFault(phases: object): string | undefined {
  const unknown = Object.keys(phases).find((name) => !PHASES.includes(name));
  if (unknown === undefined) return undefined;
  const hint = didYouMean(unknown, PHASES);
  return `rewrites() returns an unknown key "${unknown}".${hint || ` Its keys are ${PHASES.join(", ")}.`}`;
}

/** What is wrong with a rule, if anything. */
export function faultOf(rule: WrittenRule, kind: RuleKind, basePath: string): string | undefined {
  if (typeof rule !== "object" || rule === null) return "a rule needs to be an object.";
  const unknown = Object.keys(rule).find((key) => !KEYS[kind].includes(key));
  if (unknown !== undefined) return `a rule has no key "${unknown}".${didYouMean(unknown, KEYS[kind])}`;
  for (const key of ["basePath", "locale"] as const)
    if (![undefined, false].includes(rule[key])) return `\`${key}\` needs to be false, or left out.`;
  return (
    sourceFault(rule) ?? (kind === "headers" ? headersFault(rule) : destinationFault(rule, kind, basePath))
  );
}

function sourceFault({ source, has = [], missing = [] }: WrittenRule): string | undefined {
  if (typeof source !== "string" || !source.startsWith("/"))
    return "`source` needs to be a path that begins with /.";
  for (const conditions of [has, missing]) {
    if (!Array.isArray(conditions)) return "`has` and `missing` need to be arrays of conditions.";
    for (const condition of conditions as Condition[]) {
      const wrong = conditionFault(condition);
      if (wrong !== undefined) return wrong;
    }
  }
  try {
    compilePattern(source);
    return undefined;
  } catch (error) {
    return `\`source\` is not a path pattern (${(error as Error).message}).`;
  }
}

function conditionFault({ type, key, value }: Condition): string | undefined {
  if (!CONDITIONS.includes(type))
    return `the type of a condition needs to be one of ${CONDITIONS.join(", ")}.`;
  if (type === "host" && !value) return "a condition of the type host needs a `value`.";
  if (type !== "host" && typeof key !== "string") return "a condition needs a `key`.";
  if (value === undefined) return undefined;
  try {
    void new RegExp(`^${value}$`);
    return undefined;
  } catch (error) {
    return `the \`value\` of a condition is not a regular expression (${(error as Error).message}).`;
  }
}

function headersFault({ headers }: WrittenRule): string | undefined {
  const isList =
    Array.isArray(headers) &&
    headers.every(({ key, value }) => typeof key === "string" && typeof value === "string");
  return isList ? undefined : "`headers` needs to be an array of { key, value }.";
}

function destinationFault(rule: WrittenRule, kind: RuleKind, basePath: string): string | undefined {
  const { destination, statusCode, permanent } = rule;
  if (typeof destination !== "string" || !/^(?:\/|https?:\/\/)/.test(destination)) {
    return "`destination` needs to be a path that begins with /, or an http(s) URL.";
  }
  const wrong = paramsFault(rule, destination);
  if (wrong !== undefined) return wrong;
  if (kind === "rewrites") {
    return rule.basePath === false && basePath !== "" && destination.startsWith("/")
      ? "with `basePath: false` the destination needs to be a URL of another server."
      : undefined;
  }
  if (statusCode !== undefined)
    return STATUSES.includes(statusCode)
      ? undefined
      : `\`statusCode\` needs to be one of ${STATUSES.join(", ")}.`;
  return typeof permanent === "boolean" ? undefined : "`permanent` needs to be true or false.";
}

/** A param that the source does not have could never be filled in: each request would fail. */
function paramsFault(rule: WrittenRule, destination: string): string | undefined {
  const names = namesOf(rule);
  try {
    const lost = [...paramsOfDestination(destination)].find((name) => !names.includes(name));
    if (lost === undefined) return undefined;
    return /^\d/.test(lost)
      ? `\`destination\` has :${lost}, a group without a name. Name it in the source: /:rest(.*)`
      : `\`destination\` has :${lost}, which neither \`source\` nor \`has\` gives.`;
  } catch (error) {
    return `\`destination\` is not a path pattern (${(error as Error).message}).`;
  }
}

import type { IncomingHttpHeaders } from "node:http";
import { parseCookies } from "../http/cookie.ts";
import type { PatternParams } from "./pattern.ts";

/** What a request must have, or must not have, beside its path. */
export interface Condition {
  readonly type: "header" | "cookie" | "query" | "host";
  /** The name of the header, cookie or query key. */
  readonly key?: string | undefined;
  /** A regular expression for the whole value. Default: any value that is not empty. */
  readonly value?: string | undefined;
}

/** What conditions look at. */
export interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
}

/** Gives what the conditions have taken from a request, or `undefined` where one of them does not hold. */
export type Conditions = (asked: Asked) => PatternParams | undefined;

type Check = (asked: Asked, params: PatternParams) => boolean;

/**
 * Compiles the `has` and `missing` of a rule. All of `has` must hold, and none of `missing`.
 *
 * @returns `undefined` where there is nothing to check
 * @throws SyntaxError for a value that is not a regular expression
 */
export function compileConditions(
  has: readonly Condition[] = [],
  missing: readonly Condition[] = [],
): Conditions | undefined {
  if (has.length === 0 && missing.length === 0) return undefined;
  const wanted = has.map(compileCondition);
  const unwanted = missing.map(compileCondition);
  return (asked) => {
    const params: PatternParams = {};
    const holds =
      wanted.every((check) => check(asked, params)) && !unwanted.some((check) => check(asked, params));
    return holds ? params : undefined;
  };
}

/** The names that conditions give to params. */
export function conditionNames(has: readonly Condition[] = []): string[] {
  return has.flatMap(({ type, key = "", value }) => {
    if (value === undefined || value === "") return [paramName(key)];
    const groups = [...value.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name]) => name!);
    return type === "host" ? [...groups, "host"] : groups;
  });
}

function compileCondition({ type, key = "", value }: Condition): Check {
  const read = readerOf(type, key);
  if (value === undefined || value === "") {
    const name = paramName(type === "header" ? key.toLowerCase() : key);
    return (asked, params) => {
      const found = read(asked);
      if (found === undefined || found.length === 0) return false;
      params[name] = found;
      return true;
    };
  }
  const regexp = new RegExp(`^${value}$`);
  return (asked, params) => {
    const found = read(asked);
    const text = typeof found === "object" ? found.at(-1) : found;
    const match = text ? regexp.exec(text) : null;
    if (match === null) return false;
    if (match.groups !== undefined) Object.assign(params, definedOf(match.groups));
    else if (type === "host") params["host"] = match[0];
    return true;
  };
}

function readerOf(type: Condition["type"], key: string): (asked: Asked) => string | string[] | undefined {
  switch (type) {
    case "header": {
      const name = key.toLowerCase();
      return ({ headers }) => headers[name];
    }
    case "cookie":
      return ({ headers }) => ownValue(parseCookies(headers.cookie), key);
    case "query":
      return ({ query }) => ownValue(query, key);
    case "host":
      return ({ headers }) => headers.host?.split(":", 1)[0]!.toLowerCase();
  }
}

function ownValue<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function definedOf(groups: Record<string, string | undefined>): PatternParams {
  return Object.fromEntries(
    Object.entries(groups).filter(([, value]) => value !== undefined),
  ) as PatternParams;
}

/** As in Next, a param that is named after a header or cookie has only its letters. */
function paramName(key: string): string {
  return key.replaceAll(/[^A-Za-z]/g, "");
}

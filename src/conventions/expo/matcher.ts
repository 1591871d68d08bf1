import { RouteError } from "../../error.ts";
import { type Route, Router } from "../../routing/router.ts";
import type { Segment } from "../../routing/segment.ts";

/** Whether a middleware runs for a request of this method and path. */
export type Matcher = (method: string, path: string) => boolean;

/**
 * Compiles `unstable_settings.matcher` of a middleware, as Expo reads it: methods in any case, patterns that are exact
 * paths, paths with `[name]` and `[...name]`, or regular expressions. Without a matcher, all requests match.
 *
 * @throws RouteError MIDDLEWARE for what is neither
 */
export function compileMatcher(settings: unknown, file: string): Matcher {
  const matcher = Object(settings).matcher as { methods?: unknown; patterns?: unknown } | null | undefined;
  if (matcher === undefined || matcher === null) return () => true;
  const { methods, patterns } = matcher;
  const ofMethod = methods === undefined ? () => true : oneOf(methods, file);
  const ofPath = patterns === undefined ? () => true : anyOf([patterns].flat(), file);
  return (method, path) => ofMethod(method) && ofPath(path);
}

function oneOf(methods: unknown, file: string): (method: string) => boolean {
  if (!Array.isArray(methods) || methods.some((method) => typeof method !== "string")) {
    throw invalid("methods", `["GET", "POST"]`, file);
  }
  const names = new Set((methods as string[]).map((method) => method.toUpperCase()));
  return (method) => names.has(method);
}

function anyOf(patterns: readonly unknown[], file: string): (path: string) => boolean {
  const exact = new Set<string>();
  const routes: Route[] = [];
  const expressions: RegExp[] = [];
  for (const pattern of patterns) {
    if (pattern instanceof RegExp) expressions.push(pattern);
    else if (typeof pattern !== "string") throw invalid("patterns", `["/admin/[...path]"]`, file);
    else {
      exact.add(pattern);
      const segments = segmentsOf(pattern);
      if (segments.some(({ kind }) => kind !== "static")) {
        routes.push({ pattern, segments, file: pattern, matching: { order: () => 0 } });
      }
    }
  }
  const router = new Router(routes);
  return (path) =>
    exact.has(path) ||
    (routes.length > 0 && router.find(path) !== undefined) ||
    expressions.some((expression) => {
      // With the flag `g`, an expression goes on where it was.
      expression.lastIndex = 0;
      return expression.test(path);
    });
}

/** Unlike in a route, a rest takes one segment or more, and a group is a text. */
function segmentsOf(pattern: string): Segment[] {
  const texts = pattern.replace(/^\//, "").replace(/\/$/, "").split("/");
  return texts.map((text) => {
    const rest = /^\[\.\.\.([^/]+)\]$/.exec(text)?.[1];
    if (rest !== undefined) return { kind: "catch-all", name: rest };
    const param = /^\[([^[\](?:.)]+)\]$/.exec(text)?.[1];
    return param === undefined ? { kind: "static", name: text } : { kind: "param", name: param };
  });
}

function invalid(name: string, example: string, file: string): RouteError {
  const message = `${file}: \`${name}\` of unstable_settings.matcher is not valid. Write: ${name}: ${example}`;
  return new RouteError("MIDDLEWARE", message, { file });
}

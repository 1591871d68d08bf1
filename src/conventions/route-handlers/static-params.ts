import { inspect } from "node:util";
import type { Params } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import type { Route } from "../../routing/router.ts";

export type ParamSet = Params;

/**
 * The params that `generateStaticParams` of a route file gives.
 *
 * @throws RouteError where they are not those of the route
 */
export async function paramSets(
  module: Readonly<Record<string, unknown>>,
  route: Route,
): Promise<ParamSet[]> {
  const generate = module["generateStaticParams"] as (argument: object) => unknown;
  const sets = await generate({ params: {} });
  if (!Array.isArray(sets)) throw invalid(route, `gave ${inspect(sets)}`);
  return (sets as unknown[]).map((set) => checked(set, route));
}

function checked(set: unknown, route: Route): ParamSet {
  const given = Object(set) as Record<string, unknown>;
  const params: Record<string, string | string[]> = {};
  for (const segment of route.segments) {
    if (segment.kind === "static") continue;
    const { name } = segment;
    const value = given[name];
    const isRest = segment.kind !== "param";
    if (segment.kind === "optional-catch-all" && Array.isArray(value) && value.length === 0) continue;
    if (isRest && Array.isArray(value) && value.every((each) => typeof each === "string"))
      params[name] = value;
    else if (!isRest && typeof value === "string") params[name] = value;
    else if (segment.kind !== "optional-catch-all" || (value !== undefined && value !== false)) {
      const expected = isRest ? `${name}: ["a", "b"]` : `${name}: "a"`;
      throw invalid(route, `returned ${inspect(set)}. Write { ${expected} }`);
    }
  }
  return params;
}

function invalid({ file }: Route, what: string): RouteError {
  return new RouteError("ROUTE_CONFIG", `${file}: generateStaticParams ${what}. Return a list of params.`, {
    file,
  });
}

/** The path of a route with these params, as a client asks for it. */
export function pathOf({ segments }: Route, params: Params): string {
  const parts = segments.flatMap((segment) => {
    if (segment.kind === "static") return [segment.name];
    const value = params[segment.name];
    return value === undefined ? [] : [value].flat().map(encodeURIComponent);
  });
  return `/${parts.join("/")}`;
}

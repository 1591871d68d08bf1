import { RouteError } from "../../error.ts";
import type { AstroConfig } from "./config.ts";
import type { AstroEndpoint } from "./endpoint.ts";
import { paginator } from "./paginate.ts";
import { paramText } from "./static-path.ts";

interface StaticPath {
  readonly params: Readonly<Record<string, unknown>>;
  readonly props?: Record<string, unknown>;
}

const known = new WeakMap<AstroEndpoint, Promise<ReadonlyMap<string, StaticPath>>>();

/**
 * The props that `getStaticPaths` gives for the params of a path; `undefined` where it does not name them.
 *
 * @throws RouteError `ROUTE_CONFIG` for a result that is not a list of `{ params, props }`
 */
export async function staticPropsOf(
  endpoint: AstroEndpoint,
  params: Readonly<Record<string, unknown>>,
  config: Pick<AstroConfig, "base" | "trailingSlash">,
): Promise<Record<string, unknown> | undefined> {
  const found = (await staticPathsOf(endpoint, config)).get(keyOf(params));
  return found && { ...found.props };
}

/**
 * What `getStaticPaths` gives, once for each path.
 *
 * @throws RouteError `ROUTE_CONFIG` for a result that is not a list of `{ params, props }`
 */
export async function staticPathsOf(
  endpoint: AstroEndpoint,
  config: Pick<AstroConfig, "base" | "trailingSlash">,
): Promise<ReadonlyMap<string, StaticPath>> {
  let paths = known.get(endpoint);
  if (paths === undefined) known.set(endpoint, (paths = readPaths(endpoint, config)));
  return paths;
}

async function readPaths(
  { module, route }: AstroEndpoint,
  config: Pick<AstroConfig, "base" | "trailingSlash">,
): Promise<ReadonlyMap<string, StaticPath>> {
  const getStaticPaths = module["getStaticPaths"] as (given: object) => unknown;
  const list = await getStaticPaths({ paginate: paginator(route, config), routePattern: route.pattern });
  const paths = Array.isArray(list) ? (list.flat() as (StaticPath | undefined)[]) : undefined;
  if (paths === undefined || paths.some((path) => typeof path?.params !== "object")) {
    throw new RouteError(
      "ROUTE_CONFIG",
      `${route.file}: getStaticPaths() does not return a list of paths. Return [{ params: { id: "1" }, props: {} }].`,
      { file: route.file },
    );
  }
  return new Map(paths.map((path) => [keyOf(path!.params), path!]));
}

function keyOf(params: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  return JSON.stringify(given.map(([name, value]) => `${name}=${paramText(String(value))}`).toSorted());
}

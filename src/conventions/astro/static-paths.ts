import { RouteError } from "../../error.ts";
import type { AstroEndpoint } from "./endpoint.ts";

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
): Promise<Record<string, unknown> | undefined> {
  let paths = known.get(endpoint);
  if (paths === undefined) known.set(endpoint, (paths = readPaths(endpoint)));
  const found = (await paths).get(keyOf(params));
  return found && { ...found.props };
}

async function readPaths({ module, route }: AstroEndpoint): Promise<ReadonlyMap<string, StaticPath>> {
  const getStaticPaths = module["getStaticPaths"] as (given: object) => unknown;
  const paginate = (): never => {
    throw new RouteError(
      "ROUTE_CONFIG",
      `${route.file}: paginate() does not work here. Make the pages in getStaticPaths.`,
    );
  };
  const list = await getStaticPaths({ paginate, routePattern: route.pattern });
  const paths = Array.isArray(list) ? (list.flat() as (StaticPath | undefined)[]) : undefined;
  if (paths === undefined || paths.some((path) => typeof path?.params !== "object")) {
    throw new RouteError(
      "ROUTE_CONFIG",
      `${route.file}: getStaticPaths() returned no list of paths. Return [{ params: { id: "1" }, props: {} }].`,
      { file: route.file },
    );
  }
  return new Map(paths.map((path) => [keyOf(path!.params), path!]));
}

function keyOf(params: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  return JSON.stringify(given.map(([name, value]) => `${name}=${String(value)}`).toSorted());
}

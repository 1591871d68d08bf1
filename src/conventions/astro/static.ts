import { extname } from "node:path";
import { inspect, isDeepStrictEqual } from "node:util";
import { RouteError } from "../../error.ts";
import { RankedTrie } from "../../routing/ranked.ts";
import type { StaticAnswer } from "../../static/answers.ts";
import { typeOf } from "../../static/files.ts";
import type { AstroApp } from "./app.ts";
import { BuildArrival } from "./arrival.ts";
import { hasExtension } from "./claim.ts";
import { type AstroEndpoint, nameFor } from "./endpoint.ts";
import { decodePath } from "./path.ts";
import { Rendering } from "./rendering.ts";
import { paramsOf, paramText, pathOf, trimmed } from "./static-path.ts";
import { staticPathsOf } from "./static-paths.ts";
import { headerRecord } from "../../web/response.ts";

/** As Astro's build has it where the config names no site. */
const ORIGIN = "http://localhost:4321";

export type Params = Record<string, string | undefined>;

/** One answer that a static endpoint is to give. */
interface Wanted {
  readonly path: string;
  readonly params: Params;
  readonly props?: Record<string, unknown>;
}

/**
 * Makes the answers of a static endpoint, some of them at a time; each is handed on before the next ones are begun.
 *
 * @throws RouteError that names the file, and the params that its GET failed with
 */
export async function* staticAnswers(app: AstroApp, endpoint: AstroEndpoint): AsyncGenerator<StaticAnswer> {
  const { file } = endpoint.route;
  if (nameFor(endpoint, "GET") === undefined) {
    app.warn(
      `${file} is static and has no GET: the build writes nothing for it. Write: export const prerender = false, or a GET.`,
    );
    return;
  }
  const running: Promise<StaticAnswer>[] = [];
  for (const wanted of await wantedOf(app, endpoint)) {
    const making = make(app, endpoint, wanted);
    // It is awaited in its turn; until then, its failure is nobody's.
    making.catch(() => {});
    running.push(making);
    if (running.length >= app.config.concurrency) yield await running.shift()!;
  }
  while (running.length > 0) yield await running.shift()!;
}

async function wantedOf(app: AstroApp, endpoint: AstroEndpoint): Promise<Iterable<Wanted>> {
  const { module, route } = endpoint;
  if (paramsOf(route).length === 0) {
    const path = pathOf(route, {});
    return app.claims.take(path, route.file) === undefined ? [{ path, params: {} }] : [];
  }
  if (typeof module["getStaticPaths"] !== "function") {
    throw new RouteError(
      "ROUTE_CONFIG",
      `GetStaticPathsRequired: ${route.file} is static and has params. Write: export const getStaticPaths = () => [{ params: { ${paramsOf(route)[0]!.name}: "a" } }], or export const prerender = false.`,
      { file: route.file },
    );
  }
  const paths = await staticPathsOf(endpoint, app.config);
  return reachable(app, endpoint, paths.values());
}

/**
 * Leaves out, with a warning, what another route has made before.
 *
 * @throws RouteError `ROUTE_CONFIG` for params whose path would lead to other ones, or `ROUTE_CONFLICT`
 */
function* reachable(
  app: AstroApp,
  { route }: AstroEndpoint,
  paths: Iterable<{ readonly params: object; readonly props?: Record<string, unknown> }>,
): Generator<Wanted> {
  const own = new RankedTrie<true>({ decode: decodePath });
  own.insert(route.segments, true);
  for (const { params: given, props = {} } of paths) {
    const texts = checkedParams(route, given as Readonly<Record<string, unknown>>);
    const path = pathOf(route, texts);
    const params = mapped(texts, paramText);
    if (!isPlain(path) || !isDeepStrictEqual({ ...own.find(path)?.params }, params)) {
      throw new RouteError(
        "ROUTE_CONFIG",
        `NoMatchingStaticPathFound: ${route.file}: the params ${JSON.stringify(given)} make the path ${path}, which does not lead to them. Leave out what is encoded, and slashes of [name].`,
        { file: route.file },
      );
    }
    const other = app.claims.take(path, route.file);
    if (other === undefined) yield { path, params, props };
  }
}

/** Whether no server would read the path as another one. */
function isPlain(path: string): boolean {
  return !path.includes("//") && new URL(`http://localhost${path}`).pathname === path;
}

function mapped(params: Params, change: (text: string) => string): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => [name, text === undefined ? undefined : change(text)]),
  );
}

/**
 * The params of a path as texts, an empty rest as `undefined`.
 *
 * @throws RouteError `ROUTE_CONFIG`
 */
export function checkedParams(
  route: AstroEndpoint["route"],
  given: Readonly<Record<string, unknown>>,
): Params {
  const params: Params = {};
  const { file } = route;
  for (const { name, isRest } of paramsOf(route)) {
    const value = given[name];
    const isEmpty = value === undefined || value === null || value === "";
    if (isEmpty && isRest) params[name] = undefined;
    else if (!isEmpty && (typeof value === "string" || typeof value === "number")) {
      params[name] = trimmed(value);
    } else {
      throw new RouteError(
        "ROUTE_CONFIG",
        `${file}: getStaticPaths() returned the params ${inspect(given)}. Write \`${name}\` as a text: { ${name}: "a" }.`,
        { file },
      );
    }
  }
  const last = paramsOf(route).at(-1)!;
  if (params[last.name] === undefined && route.segments.at(-1)?.kind === "optional-catch-all") {
    throw new RouteError(
      "ROUTE_CONFIG",
      `PrerenderDynamicEndpointPathCollide: ${file}: with an empty \`${last.name}\`, its file is also the folder of the others. Give the file an extension, such as ${file.replace(/\.[jt]s$/, ".json$&")}, or \`${last.name}\` a value.`,
      { file },
    );
  }
  return params;
}

async function make(app: AstroApp, endpoint: AstroEndpoint, wanted: Wanted): Promise<StaticAnswer> {
  const { file } = endpoint.route;
  try {
    return await answerOf(app, endpoint, wanted);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const params = JSON.stringify(wanted.params);
    throw new RouteError(
      "ROUTE_IMPORT",
      `${file}: its GET failed for ${wanted.path}, with params ${params}. ${text}`,
      { file, cause: error },
    );
  }
}

async function answerOf(
  app: AstroApp,
  endpoint: AstroEndpoint,
  { path, params, props = {} }: Wanted,
): Promise<StaticAnswer> {
  const request = new Request(urlOf(app, path));
  const rendering = new Rendering(app, request, { endpoint, params, props }, new BuildArrival());
  const response = rendering.withCookies(await rendering.run());
  const headers = headerRecord(response.headers);
  const bodiless = response.body === null ? true : undefined;
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length > 0 && extname(path) !== "") headers["content-type"] ??= typeOf(path);
  return {
    path,
    file: endpoint.route.file,
    status: response.status,
    headers,
    body,
    bodiless,
    revalidate: false,
  };
}

function urlOf({ config: { base, trailingSlash }, site }: AstroApp, path: string): URL {
  const slash = trailingSlash === "always" && !hasExtension(path) && path !== "/" ? "/" : "";
  return new URL(`${base === "/" ? "" : base}${path}${slash}`, site ?? ORIGIN);
}

import { extname } from "node:path";
import { inspect } from "node:util";
import { RouteError } from "../../error.ts";
import type { StaticAnswer } from "../../static/answers.ts";
import { typeOf } from "../../static/files.ts";
import type { AstroApp } from "./app.ts";
import { hasExtension } from "./claim.ts";
import { type AstroEndpoint, handlerFor } from "./endpoint.ts";
import { Rendering } from "./rendering.ts";
import { paramsOf, pathOf } from "./static-path.ts";
import { staticPathsOf } from "./static-paths.ts";

/** As Astro's build has it where the config names no site. */
const ORIGIN = "http://localhost:4321";

type Params = Record<string, string | undefined>;

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
  if (handlerFor(endpoint, "GET") === undefined) {
    app.warn(
      `${file} is static and has no GET: a build makes nothing of it. Write: export const prerender = false, or a GET.`,
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
  if (paramsOf(route).length === 0) return [{ path: pathOf(route, {}), params: {} }];
  if (typeof module["getStaticPaths"] !== "function") {
    throw new RouteError(
      "ROUTE_CONFIG",
      `GetStaticPathsRequired: ${route.file} is static and has params. Write: export const getStaticPaths = () => [{ params: { ${paramsOf(route)[0]!.name}: "a" } }], or export const prerender = false.`,
      { file: route.file },
    );
  }
  const paths = await staticPathsOf(endpoint, app.config.base);
  return reachable(app, endpoint, paths.values());
}

/** Leaves out, with a warning, what another route would answer. */
function* reachable(
  app: AstroApp,
  { route }: AstroEndpoint,
  paths: Iterable<{ readonly params: object; readonly props?: Record<string, unknown> }>,
): Generator<Wanted> {
  for (const { params: given, props = {} } of paths) {
    const params = checkedParams(route, given as Readonly<Record<string, unknown>>);
    const path = pathOf(route, params);
    const other = app.fileOf(path);
    if (other === route.file) yield { path, params, props };
    else app.warn(`${route.file}: the path ${path} of getStaticPaths is that of ${other ?? "no route"}.`);
  }
}

function checkedParams(route: AstroEndpoint["route"], given: Readonly<Record<string, unknown>>): Params {
  const params: Params = {};
  const { file } = route;
  for (const { name, isRest } of paramsOf(route)) {
    const value = given[name];
    const isEmpty = value === undefined || value === null || value === "";
    if (isEmpty && isRest) params[name] = undefined;
    else if (!isEmpty && (typeof value === "string" || typeof value === "number")) {
      params[name] = String(value).replace(/^\/+|\/+$/g, "");
    } else {
      throw new RouteError(
        "ROUTE_CONFIG",
        `${file}: getStaticPaths() gave the params ${inspect(given)}. Write \`${name}\` as a text: { ${name}: "a" }.`,
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
  const rendering = new Rendering(
    app,
    request,
    { endpoint, params, props },
    { urlOf: ({ url }) => new URL(url), addressOf: noAddress, locals: {}, isPrerendered: true },
  );
  const response = rendering.withCookies(await rendering.run());
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) if (name !== "set-cookie") headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length > 0 && extname(path) !== "") headers["content-type"] ??= typeOf(path);
  return { path, file: endpoint.route.file, status: response.status, headers, body, revalidate: false };
}

function urlOf({ config: { base, trailingSlash }, site }: AstroApp, path: string): URL {
  const slash = trailingSlash === "always" && !hasExtension(path) && path !== "/" ? "/" : "";
  return new URL(`${base === "/" ? "" : base}${path}${slash}`, site ?? ORIGIN);
}

function noAddress(): never {
  throw new Error(
    "clientAddress is not known when a build makes the answer. Write: export const prerender = false.",
  );
}

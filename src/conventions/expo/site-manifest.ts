import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RouteError } from "../../error.ts";
import type { ConfigHeaders } from "./answer.ts";
import type { PathRule, RouterSettings } from "./settings.ts";

/** Where `npx expo export -p web` writes, relative to the project. */
export const DIST = "dist";
export const SERVER = `${DIST}/server`;
export const CLIENT = `${DIST}/client`;
const MANIFEST = `${SERVER}/_expo/routes.json`;
/** The API routes and the middleware of an export, bundled. */
const FUNCTIONS = `${SERVER}/_expo/functions`;

/** Files that a page asks for. */
export interface Assets {
  readonly css?: readonly string[];
  readonly externalCss?: readonly unknown[];
  readonly js?: readonly string[];
  readonly favicon?: string;
}

/** A page or a rule. `file` is the source, `page` the path of the route. */
export interface ManifestRoute {
  readonly file: string;
  readonly page: string;
  readonly generated?: boolean;
  readonly methods?: readonly string[];
  readonly permanent?: boolean;
  /** The bundle of its data loader, relative to `dist/server`. */
  readonly loader?: string;
  readonly assets?: Assets;
}

/** `routes.json` of an export. */
export interface Manifest {
  readonly htmlRoutes: readonly ManifestRoute[];
  readonly notFoundRoutes: readonly ManifestRoute[];
  readonly redirects?: readonly ManifestRoute[];
  readonly rewrites?: readonly ManifestRoute[];
  readonly headers?: ConfigHeaders;
  /** Headers of pages by their paths; since Expo 58. */
  readonly pageHeaders?: readonly { readonly namedRegex: string; readonly headers: ConfigHeaders }[];
  readonly middleware?: { readonly file: string };
  readonly assets?: Assets;
  /** Where pages are rendered for each request: the bundle that does it, relative to `dist/server`. */
  readonly rendering?: { readonly mode: string; readonly file: string };
  /** The `origin` of the router plugin. */
  readonly origin?: string;
}

/** Whether a project has an exported site. */
export function isExported(dir: string): boolean {
  return existsSync(join(dir, MANIFEST));
}

/**
 * A project's exported site, if there is one.
 *
 * @throws RouteError for one that cannot be served
 */
export function readManifest(dir: string): Manifest | undefined {
  if (!isExported(dir)) return undefined;
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(join(dir, MANIFEST), "utf8")) as Partial<Manifest>;
  } catch (cause) {
    throw unusable(`it is not valid JSON: ${(cause as Error).message}`);
  }
  const { htmlRoutes = [], notFoundRoutes = [], rendering } = manifest;
  if (rendering !== undefined && rendering.mode !== "ssr") {
    throw unusable(`its rendering mode is "${rendering.mode}", which is not supported here.`);
  }
  return { ...manifest, htmlRoutes, notFoundRoutes };
}

/** The error of an export that lacks something. */
export function unusable(reason: string, options?: ErrorOptions): RouteError {
  const message = `The exported site cannot be used: ${MANIFEST}: ${reason}\nTo export it again: npx expo export -p web`;
  return new RouteError("ROUTE_CONFIG", message, { file: MANIFEST, ...options });
}

/** What an export says to the router plugin: the app config need not be there. */
export function settingsOfExport(manifest: Manifest): RouterSettings {
  const { redirects = [], rewrites = [], headers, middleware, origin } = manifest;
  return {
    root: FUNCTIONS,
    redirects: redirects.map(ruleOf),
    rewrites: rewrites.map(ruleOf),
    headers,
    middleware: middleware !== undefined,
    origin,
  };
}

function ruleOf({ file, page, methods, permanent }: ManifestRoute): PathRule {
  const source = `/${file.replace(/^\.\//, "").replace(/\.[jt]sx?$/, "")}`;
  return {
    source,
    destination: page,
    ...(methods && { methods }),
    ...(permanent !== undefined && { permanent }),
  };
}

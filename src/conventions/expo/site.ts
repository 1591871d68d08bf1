import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stage } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { kSettings, type SettledResponse } from "../../http/outgoing.ts";
import { adopt } from "../../http/adopt.ts";
import { BAD_PATH, type Route, Router } from "../../routing/router.ts";
import { scan } from "../../routing/scan.ts";
import { fileIn } from "../../static/path.ts";
import { sendFile } from "../../static/files.ts";
import { toRequest } from "../../web/request.ts";
import { sendResponse } from "../../web/response.ts";
import { type ConfigHeaders, finish } from "./answer.ts";
import type { Binding } from "./bind.ts";
import { segmentsOf } from "./claim.ts";
import { scopeOf } from "./scope.ts";
import type { PathRule, RouterSettings } from "./settings.ts";

/** Where `npx expo export -p web` writes, relative to the project. */
const SERVER = "dist/server";
const CLIENT = "dist/client";
const MANIFEST = `${SERVER}/_expo/routes.json`;
/** The API routes and the middleware of an export, bundled. */
export const FUNCTIONS = `${SERVER}/_expo/functions`;

interface ManifestRoute {
  readonly file: string;
  readonly page: string;
  readonly methods?: readonly string[];
  readonly permanent?: boolean;
}

/** `routes.json` of an export. */
export interface Manifest {
  readonly htmlRoutes: readonly ManifestRoute[];
  readonly notFoundRoutes: readonly ManifestRoute[];
  readonly redirects?: readonly ManifestRoute[];
  readonly rewrites?: readonly ManifestRoute[];
  readonly headers?: ConfigHeaders;
  readonly middleware?: { readonly file: string };
  readonly rendering?: { readonly mode: string };
}

/** A project's exported site, if there is one. */
export function readManifest(dir: string): Manifest | undefined {
  const file = join(dir, MANIFEST);
  if (!existsSync(file)) return undefined;
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as Partial<Manifest>;
  } catch (cause) {
    throw unusable(`it is not valid JSON: ${(cause as Error).message}`);
  }
  const { htmlRoutes = [], notFoundRoutes = [], rendering } = manifest;
  if (rendering !== undefined) {
    throw unusable(
      `its pages are rendered for each request (${rendering.mode}), which does not run here. ` +
        `Remove unstable_useServerRendering from the app config, and export again.`,
    );
  }
  return { ...manifest, htmlRoutes, notFoundRoutes };
}

function unusable(reason: string): RouteError {
  const message = `The exported site cannot be used: ${MANIFEST}: ${reason}\nTo export it again: npx expo export -p web`;
  return new RouteError("ROUTE_CONFIG", message, { file: MANIFEST });
}

/** What an export says to the router plugin: the app config need not be there. */
export function settingsOfExport({
  redirects = [],
  rewrites = [],
  headers,
  middleware,
}: Manifest): RouterSettings {
  return {
    root: FUNCTIONS,
    redirects: redirects.map(ruleOf),
    rewrites: rewrites.map(ruleOf),
    headers,
    middleware: middleware !== undefined,
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

/** An exported site: the files of its client, and the pages that its manifest lists. */
export interface Site {
  /** Answers with the files of `dist/client`; before all else, as a host of static files does. */
  readonly files: Stage;
  /** Answers with the pages. */
  readonly pages: Stage;
  /** The answer where nothing matches, or `undefined` where there is no page for it. */
  notFound(method: string): Promise<Response> | undefined;
}

export async function openSite(dir: string, manifest: Manifest, binding: Binding): Promise<Site> {
  const names = new Set(await scan(join(dir, CLIENT)));
  const pages = new Router(manifest.htmlRoutes.map(pageRoute));
  const missing = manifest.notFoundRoutes.at(0);
  const cache = new Map<string, Promise<string>>();
  const htmlOf = (page: string): Promise<string> => {
    let html = cache.get(page);
    if (html === undefined) cache.set(page, (html = readPage(dir, page)));
    return html;
  };
  return {
    files: {
      name: CLIENT,
      run(req, res, url) {
        const name = nameOf(url);
        if (!isRead(req.method!) || name === undefined || !names.has(name)) return undefined;
        const headers = { "Cache-Control": cacheControlOf(name) };
        const file = fileIn(join(dir, CLIENT), name);
        return sendFile(req, res, file, { logger: binding.logger, headers }).then((sent) =>
          sent ? "answered" : undefined,
        );
      },
    },
    pages: {
      name: "exported pages",
      run(req, res, url) {
        if (!isRead(req.method!)) return undefined;
        const match = pages.find(url.split("?", 1)[0]!);
        if (match === undefined || match === BAD_PATH) return undefined;
        return htmlOf(match.route.file).then((html) => {
          adopt(req, res);
          (res as SettledResponse)[kSettings] = binding.settings;
          const scope = scopeOf(
            req,
            () => toRequest({ req, res, url }),
            () => {},
          );
          sendResponse(res, finish(htmlResponse(html, 200), scope, binding.headers));
          return "answered";
        });
      },
    },
    notFound(method) {
      if (!isRead(method) || missing === undefined) return undefined;
      return htmlOf(missing.page).then((html) => htmlResponse(html, 404));
    },
  };
}

function pageRoute({ page }: ManifestRoute, index: number): Route & { readonly index: number } {
  const order = (a: Route, b: Route): number =>
    (a as Route & { index: number }).index - (b as Route & { index: number }).index;
  return { pattern: page, segments: segmentsOf(page), file: page, index, matching: { order } };
}

async function readPage(dir: string, page: string): Promise<string> {
  const names = [page, page.replace(/\/index$/, "")].filter((name) => name !== "");
  for (const name of names) {
    const file = fileIn(join(dir, SERVER), `${name}.html`);
    if (existsSync(file)) return readFile(file, "utf8");
  }
  throw unusable(`there is no ${page}.html in ${SERVER}`);
}

function htmlResponse(html: string, status: number): Response {
  return new Response(html, { status, headers: { "Content-Type": "text/html" } });
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** A path as the name of a file; `undefined` where it cannot be one. */
function nameOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split("?", 1)[0]!.slice(1));
  } catch {
    return undefined;
  }
}

/** A name with the hash of the contents never means other contents. */
function cacheControlOf(name: string): string {
  const isHashed = /[.-][0-9a-f]{32}(?:@\dx)?\.\w+$/.test(name);
  return isHashed ? "public, max-age=31536000, immutable" : "public, max-age=0";
}

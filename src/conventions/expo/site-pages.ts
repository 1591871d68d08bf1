import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Params } from "../../convention.ts";
import { BAD_PATH, type Route, Router } from "../../routing/router.ts";
import { fileIn } from "../../static/path.ts";
import { isResponse } from "../../web/response.ts";
import type { ConfigHeaders } from "./answer.ts";
import { segmentsOf } from "./claim.ts";
import { ImmutableRequest } from "./immutable-request.ts";
import { type Assets, type Manifest, type ManifestRoute, SERVER, unusable } from "./site-manifest.ts";

/** Where the client asks for the data of a page's loader. */
export const LOADERS = "/_expo/loaders";

interface PageRoute extends Route {
  readonly index: number;
  readonly page: ManifestRoute;
}

/** A page of an export, and the params of its path. */
export interface FoundPage {
  readonly page: ManifestRoute;
  readonly params: Params;
}

interface Renderer {
  getStaticContent?(location: URL, options: object): Promise<string>;
  getStreamingContent?(location: URL, options: object): Promise<ReadableStream>;
  resolveMetadata?(options: object): Promise<unknown>;
}

/** The pages of an export: read from their files, or rendered for each request where it was exported so. */
export class Pages {
  readonly #dir: string;
  readonly #manifest: Manifest;
  readonly #router: Router<PageRoute>;
  readonly #files = new Map<string, Promise<string>>();
  readonly #headers: readonly { readonly path: RegExp; readonly headers: ConfigHeaders }[];
  readonly #require: NodeJS.Require;

  constructor(dir: string, manifest: Manifest) {
    this.#dir = dir;
    this.#manifest = manifest;
    this.#router = new Router(manifest.htmlRoutes.map(routeOf));
    this.#headers = (manifest.pageHeaders ?? []).map(({ namedRegex, headers }) => ({
      path: new RegExp(namedRegex),
      headers,
    }));
    this.#require = createRequire(join(dir, SERVER, "_"));
  }

  find(path: string): FoundPage | undefined {
    const match = this.#router.find(path);
    if (match === undefined || match === BAD_PATH) return undefined;
    return { page: match.route.page, params: match.params };
  }

  /** The HTML of a page for a request. */
  async html({ page, params }: FoundPage, request: Request): Promise<string | ReadableStream> {
    const { rendering } = this.#manifest;
    if (rendering === undefined) return this.#file(page.page);
    const renderer = this.#load(rendering.file) as Renderer;
    const { file, page: name, generated } = page;
    const route = { file, page: name, ...(generated === true && { generated }) };
    const { pathname, search, origin } = new URL(request.url);
    const location = new URL(pathname + search, origin);
    const options = {
      request,
      route,
      params,
      assets: joinAssets(this.#manifest.assets, page.assets),
      ...(page.loader !== undefined && {
        loader: { data: await dataOf(await this.data({ page, params }, request)), key: keyOf(name, params) },
      }),
    };
    if (renderer.getStreamingContent === undefined) return renderer.getStaticContent!(location, options);
    const metadata = await renderer.resolveMetadata?.({
      route,
      request: new ImmutableRequest(request),
      params,
    });
    return renderer.getStreamingContent(location, { ...options, metadata });
  }

  /** What the loader of a page gives for a request. */
  async data({ page, params }: FoundPage, request: Request): Promise<unknown> {
    const { loader } = this.#load(page.loader!) as { loader(request: unknown, params: Params): unknown };
    return loader(new ImmutableRequest(request), params);
  }

  /** The headers of a page: those of all, and those of its path over them. */
  headers(all: ConfigHeaders | undefined, path: string): ConfigHeaders | undefined {
    const own = this.#headers.filter((rule) => rule.path.test(path));
    if (own.length === 0) return all;
    const merged: Record<string, string | readonly string[]> = {};
    for (const headers of [all ?? {}, ...own.map((rule) => rule.headers)]) {
      for (const [name, value] of Object.entries(headers)) {
        const key = name.toLowerCase();
        merged[key] = typeof value === "string" ? value : [merged[key] ?? [], value].flat();
      }
    }
    return merged;
  }

  #file(page: string): Promise<string> {
    let html = this.#files.get(page);
    if (html === undefined) this.#files.set(page, (html = readPage(this.#dir, page)));
    return html;
  }

  #load(file: string): unknown {
    try {
      return this.#require(`./${file}`);
    } catch (cause) {
      throw unusable(`${file} does not load: ${(cause as Error).message}`, { cause });
    }
  }
}

function routeOf(page: ManifestRoute, index: number): PageRoute {
  const order = (a: Route, b: Route): number => (a as PageRoute).index - (b as PageRoute).index;
  return {
    pattern: page.page,
    segments: segmentsOf(page.page),
    file: page.page,
    index,
    page,
    matching: { order },
  };
}

async function readPage(dir: string, page: string): Promise<string> {
  const names = [page, page.replace(/\/index$/, "")].filter((name) => name !== "");
  for (const name of names) {
    const file = fileIn(join(dir, SERVER), `${name}.html`);
    if (existsSync(file)) return readFile(file, "utf8");
  }
  throw unusable(`there is no ${page}.html in ${SERVER}`);
}

function joinAssets(all: Assets = {}, own: Assets = {}): Assets {
  const externalCss = [...(all.externalCss ?? []), ...(own.externalCss ?? [])];
  return {
    css: [...(all.css ?? []), ...(own.css ?? [])],
    ...(externalCss.length > 0 && { externalCss }),
    js: [...(all.js ?? []), ...(own.js ?? [])],
    ...(all.favicon !== undefined && { favicon: all.favicon }),
  };
}

async function dataOf(value: unknown): Promise<unknown> {
  return (isResponse(value) ? await value.json() : value) ?? null;
}

/** The name under which the client keeps a page's data: its path with the params in it. */
function keyOf(page: string, params: Params): string {
  const texts = page.replace(/^\//, "").split("/");
  const filled = texts.map((text) => {
    const [, name = ""] = /^\[(?:\.\.\.)?([^[\]]+)\]$/.exec(text) ?? [];
    return (params[name] as string | undefined) ?? text;
  });
  return `/${filled.join("/")}`;
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Stage } from "../../convention.ts";
import { adopt } from "../../api/adopt.ts";
import { kSettings } from "../../http/settings.ts";
import type { RouteResponse } from "../../api/response-settings.ts";
import { logError } from "../../observe/logger.ts";
import { scan } from "../../routing/scan.ts";
import { pathOf } from "../../http/target.ts";
import { sendFile } from "../../static/files.ts";
import { fileIn } from "../../static/path.ts";
import { toRequest } from "../../web/request.ts";
import { isResponse, sendResponse } from "../../web/response.ts";
import { finish } from "./answer.ts";
import { askedFor, type Binding } from "./bind.ts";
import { enter, scopeOf } from "./scope.ts";
import { CLIENT, type Manifest } from "./site-manifest.ts";
import { type FoundPage, LOADERS, Pages } from "./site-pages.ts";

/** An exported site: the files of its client, and the pages that its manifest lists. */
export interface Site {
  /** Answers with the files of `dist/client`; before all else, as a host of static files does. */
  readonly files: Stage;
  /** Answers with the pages, and the data of their loaders. */
  readonly pages: Stage;
  /** The answer where nothing matches, or `undefined` where there is no page for it. */
  notFound(request: Request): Promise<Response> | undefined;
}

type WaitUntil = (work: PromiseLike<unknown>) => void;

export async function openSite(
  dir: string,
  manifest: Manifest,
  binding: Binding,
  waitUntil: WaitUntil,
): Promise<Site> {
  const pages = new Pages(dir, manifest);
  const missing = manifest.notFoundRoutes.at(0);
  return {
    files: await clientFiles(join(dir, CLIENT), binding),
    pages: pagesStage(pages, binding, waitUntil),
    notFound(request) {
      if (!isRead(request.method) || missing === undefined) return undefined;
      const path = new URL(request.url).pathname;
      const params = { "not-found": path.replace(/^\/|\/$/g, "") };
      return pages.html({ page: missing, params }, request).then((html) => htmlResponse(html, 404));
    },
  };
}

async function clientFiles(folder: string, { logger }: Binding): Promise<Stage> {
  const names = new Set(await scan(folder));
  return {
    name: CLIENT,
    run(req, res, url) {
      const name = nameOf(url);
      if (!isRead(req.method!) || name === undefined || !names.has(name)) return undefined;
      const headers = { "Cache-Control": cacheControlOf(name) };
      return sendFile(req, res, fileIn(folder, name), { logger, headers }).then((sent) =>
        sent ? "answered" : undefined,
      );
    },
  };
}

function pagesStage(pages: Pages, binding: Binding, waitUntil: WaitUntil): Stage {
  return {
    name: "exported pages",
    run(req, res, url) {
      if (!isRead(req.method!)) return undefined;
      const asked = pathOf(url);
      const isData = asked.startsWith(`${LOADERS}/`);
      const path = pagePath(asked);
      const found = pages.find(path);
      if (found === undefined || (isData && found.page.loader === undefined)) return undefined;
      return answer(found, path, isData, req, res, url);
    },
  };

  async function answer(
    found: FoundPage,
    path: string,
    isData: boolean,
    ...[req, res, url]: [IncomingMessage, ServerResponse, string]
  ): Promise<"answered"> {
    adopt(req, res);
    (res as RouteResponse)[kSettings] = binding.settings;
    const scope = scopeOf(req, () => toRequest({ req, res, url }), waitUntil);
    const before = scope.request;
    // A rewrite, or a loader, is for another path than was asked for.
    const own = url === req.url && !isData;
    const request = own ? before : askedFor(isData ? withPath(url, path) : url, before);
    const made = await enter(scope, async () =>
      isData
        ? dataResponse(await pages.data(found, request))
        : htmlResponse(await pages.html(found, request), 200),
    );
    sendResponse(res, finish(made, scope, pages.headers(binding.headers, pathOf(url))), (error) => {
      logError(binding.logger, error);
      res.destroy(error as Error);
    });
    return "answered";
  }
}

/** The path of a page: the one whose data is asked for, where it is that. */
export function pagePath(path: string): string {
  return path.startsWith(`${LOADERS}/`) ? path.slice(LOADERS.length).replace(/\/index$/, "/") : path;
}

function htmlResponse(html: string | ReadableStream, status: number): Response {
  return new Response(html, { status, headers: { "Content-Type": "text/html" } });
}

function dataResponse(value: unknown): Response {
  return isResponse(value) ? value : Response.json(value ?? null);
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function withPath(url: string, path: string): string {
  return path + url.slice(pathOf(url).length);
}

/** A path as the name of a file; `undefined` where it cannot be one. */
function nameOf(url: string): string | undefined {
  try {
    return decodeURIComponent(pathOf(url).slice(1));
  } catch {
    return undefined;
  }
}

/** A name with the hash of the contents never means other contents. */
function cacheControlOf(name: string): string {
  const isHashed = /[.-][0-9a-f]{32}(?:@\dx)?\.\w+$/.test(name);
  return isHashed ? "public, max-age=31536000, immutable" : "public, max-age=0";
}

import { existsSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import type { Connect } from "vite";
import type { Listener } from "../pipeline/listener.ts";
import { usualPlaces } from "../conventions/index.ts";
import { parseTarget } from "../http/target.ts";

/** The paths that only routes have, and the client never: `/api`. */
const OWN_PATHS = usualPlaces.map(({ path }) => path).filter((path) => path !== "/");
/** Folders whose routes may have any path. */
const FREE_FOLDERS = usualPlaces.flatMap(({ folders, path }) => (path === "/" ? folders : []));

/** Whether a target is one of the API's, which Vite's client never has. */
export function isApi(url: string): boolean {
  const { path } = parseTarget(url);
  return OWN_PATHS.some((own) => path === own || path.startsWith(`${own}/`));
}

/** Whether a route may have a path: those of some conventions may have any, but for what Vite's client asks of Vite. */
export function mayBeRoute(dir: string): (url: string) => boolean {
  const roots = [...new Set(FREE_FOLDERS)].map((folder) => join(dir, folder));
  const isVite = /^\/(?:@|node_modules\/|__)|[?&](?:import|t=|url|raw|v=)/;
  return (url) => isApi(url) || (!isVite.test(url) && roots.some((root) => existsSync(root)));
}

/**
 * Serves the routes before Vite's own middleware; a path that no route has goes on to proxies and files.
 *
 * @param isOurs whether a route may have the path. Default: those of the API
 * @param preflights answer those that are not for a route, as Vite would have done
 */
export function serveRoutes(
  listener: Listener,
  preflights: boolean,
  isOurs: (url: string) => boolean = isApi,
): Connect.NextHandleFunction {
  return (req, res, next) => {
    const pass = (): void => (preflights && req.method === "OPTIONS" ? sendEmpty(res) : next());
    if (!isOurs(req.url!)) return pass();
    listener(req, res, (error) => (error === undefined ? pass() : listener(req, res)));
  };
}

function sendEmpty(res: ServerResponse): void {
  res.writeHead(204, { "Content-Length": 0 });
  res.end();
}

/** After Vite's own middleware: a path of the API is never answered with index.html. */
export function refuseRest(listener: Listener): Connect.NextHandleFunction {
  return (req, res, next) => {
    const url = req.originalUrl ?? req.url!;
    if (!isApi(url)) return next();
    req.url = url;
    listener(req, res);
  };
}

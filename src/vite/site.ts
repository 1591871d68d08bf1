import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";
import { parseTarget } from "../http/target.ts";
import { ApiServer, type ServerOptions } from "../app/server.ts";
import { isApi } from "./middleware.ts";

export interface SiteOptions extends ServerOptions {
  /** The folder of the client's files, which has index.html. */
  clientDir: string;
  /** The path below which the client lives, Vite's `base`. Default: `"/"`. The API stays at `/api`. */
  base?: string;
  /** The folder of files with a hash in their name, which never change, Vite's `build.assetsDir`. Default: `"assets"`. */
  assetsDir?: string;
  /** Answer navigations to other paths with index.html, for the client's router. Default: `true`. */
  spa?: boolean;
}

/**
 * Makes a server for a client and its API, in production: routes first, then files, then index.html for
 * navigations. A path of the API that no route has is 404 in the API's form.
 */
export function createSite(options: SiteOptions): ApiServer {
  const { clientDir, base = "/", assetsDir = "assets", spa = true, ...rest } = options;
  const files = sirv(clientDir, {
    etag: true,
    setHeaders(res, path) {
      const hashed = path.startsWith(`/${assetsDir}/`);
      res.setHeader("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });

  function unmatched(req: IncomingMessage, res: ServerResponse, refuse: () => void): void {
    const url = req.url!;
    const path = clientPath(url, base);
    if (isApi(url) || path === undefined || (req.method !== "GET" && req.method !== "HEAD")) return refuse();
    serveFile(req, res, path, () => {
      if (!spa || !isNavigation(req)) return refuse();
      serveFile(req, res, "/", refuse);
    });
  }

  /** sirv reads `url` at once; whoever looks at the request later sees what the client sent. */
  function serveFile(req: IncomingMessage, res: ServerResponse, path: string, next: () => void): void {
    const { url } = req;
    req.url = path;
    let missing = false;
    files(req, res, () => void (missing = true));
    req.url = url!;
    if (missing) next();
  }

  return new ApiServer({ dev: false, ...rest }, { unmatched });
}

/** The path inside the client's folder, with the query. */
function clientPath(url: string, base: string): string | undefined {
  if (base === "/" || !base.startsWith("/")) return url;
  const { path } = parseTarget(url);
  if (`${path}/` === base) return "/";
  return path.startsWith(base) ? path.slice(base.length - 1) : undefined;
}

/** A person who follows a link or types an address, in contrast to a script that fetches something. */
function isNavigation({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes("text/html") ?? false;
}

import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseTarget } from "../http/target.ts";
import { type Files, openFiles } from "../static/files.ts";
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
  if (!existsSync(clientDir)) {
    throw new TypeError(
      `There is no folder ${clientDir}, which \`clientDir\` names. Run the build of the client first.`,
    );
  }
  const headers = (name: string): Record<string, string> => ({
    "Cache-Control": name.startsWith(`${assetsDir}/`) ? "public, max-age=31536000, immutable" : "no-cache",
  });
  async function serveClient({ serve }: Files, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const url = req.url!;
    const path = clientPath(parseTarget(url).path, base);
    if (isApi(url) || path === undefined) return false;
    return (await serve(req, res, path)) || (spa && isNavigation(req) && serve(req, res, "/"));
  }

  return new ApiServer(
    { dev: false, ...rest },
    {
      unmatched(logger) {
        const files = openFiles(clientDir, { logger, headers });
        return (req, res) => serveClient(files, req, res);
      },
    },
  );
}

/** The path inside the client's folder. */
function clientPath(path: string, base: string): string | undefined {
  if (base === "/" || !base.startsWith("/")) return path;
  if (`${path}/` === base) return "/";
  return path.startsWith(base) ? path.slice(base.length - 1) : undefined;
}

/** A person who follows a link or types an address, in contrast to a script that fetches something. */
function isNavigation({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes("text/html") ?? false;
}

import { join } from "node:path";
import { lookAtConventions, withStartup } from "../conventions/index.ts";
import { realPath } from "../compile/source.ts";
import { claimRoutes, patternsOf, warnOfShadowed } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import type { Build } from "./environment.ts";
import type { PluginOptions } from "./plugin-options.ts";

/**
 * The route files of a project and what belongs to them, absolute, for a build.
 *
 * @throws RouteError when no folder has routes, a name is invalid, or routes contradict each other
 */
export async function routeFiles(
  dir: string,
  options: PluginOptions,
): Promise<Pick<Build, "files" | "isData" | "patterns" | "compile">> {
  const logger = options.logger ?? console;
  const { pageExtensions } = options;
  const { conventions, companions, compile } = await lookAtConventions(dir, {
    pageExtensions,
    conventions: options.conventions,
  });
  const router = new Router(await claimRoutes({ dir, conventions, loader: {} }));
  warnOfShadowed(router, logger);
  const routes = router.routes.map(({ file }) => file);
  const files = [...companions, ...withStartup(dir, routes, pageExtensions)];
  return {
    files: files.map((file) => realPath(join(dir, file))),
    patterns: patternsOf(router.routes),
    compile,
    isData: (file) => compile.isData?.(file) === true,
  };
}

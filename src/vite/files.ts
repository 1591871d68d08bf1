import { join } from "node:path";
import type { Convention } from "../convention.ts";
import { PAGE_EXTENSIONS, pagesApi } from "../conventions/pages-api/index.ts";
import { derivePreviewKeys } from "../http/seal.ts";
import { withInstrumentation } from "../routes/companions.ts";
import { realPath } from "../compile/source.ts";
import type { Logger } from "../observe/logger.ts";
import { claimRoutes, warnOfShadowed } from "../routes/project.ts";
import { Router } from "../routing/router.ts";
import type { PluginOptions } from "./options.ts";

/**
 * The route files of a project and its instrumentation.ts, absolute, for a build.
 *
 * @throws RouteError when there is no folder of routes, a name means nothing, or routes contradict each other
 */
export async function routeFiles(dir: string, options: PluginOptions): Promise<string[]> {
  const logger = options.logger ?? console;
  const router = new Router(
    await claimRoutes({ dir, convention: conventionOf(options, logger), loader: {} }),
  );
  warnOfShadowed(router, logger);
  const routes = router.routes.map(({ file }) => file);
  const files = withInstrumentation(dir, routes, options.pageExtensions ?? PAGE_EXTENSIONS);
  return files.map((file) => realPath(join(dir, file)));
}

function conventionOf(options: PluginOptions, logger: Logger): Convention {
  return pagesApi({
    compress: false,
    dev: false,
    logger,
    pageExtensions: options.pageExtensions ?? PAGE_EXTENSIONS,
    preview: () => derivePreviewKeys(undefined),
    queryParser: options.queryParser ?? "simple",
  });
}

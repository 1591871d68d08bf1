import { resolve } from "node:path";
import type { PreviewServer } from "vite";
import { createApp } from "../app/create.ts";
import { hasBuild } from "../project/manifest.ts";
import { answersPreflights, API } from "./environment.ts";
import { loggerOf } from "./log.ts";
import { mayBeRoute, refuseRest, serveRoutes } from "./middleware.ts";
import { type PluginOptions, projectDir } from "./plugin-options.ts";

/** Serves the routes on the port of `vite preview`, from the build, or from the sources where there is none. */
export async function servePreview(
  { config, middlewares, httpServer }: PreviewServer,
  options: PluginOptions,
): Promise<() => void> {
  const dir = projectDir(config.root, options);
  const buildDir = resolve(config.root, config.environments[API]!.build.outDir);
  const logger = options.logger ?? loggerOf(config.logger, dir);
  const built = hasBuild(dir, buildDir);
  if (!built) {
    logger.warn(
      "There is no build of the API: its sources are served, without Vite's aliases and plugins. Run: vite build",
    );
  }
  const app = createApp({ ...options, health: false, dir, dev: false, logger, ...(built && { buildDir }) });
  await app.ready();
  httpServer.once("close", () => void app.close());
  middlewares.use(serveRoutes(app.listener, answersPreflights(config.preview), mayBeRoute(dir)));
  return () => void middlewares.use(refuseRest(app.listener));
}

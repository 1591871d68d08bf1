import { relative } from "node:path";
import type { ViteDevServer } from "vite";
import { createApp } from "../app/create.ts";
import type { CompileSettings } from "../compile/settings.ts";
import type { OpenConvention } from "../convention.ts";
import { ApiError } from "../error.ts";
import { surviveUncaught } from "../lifecycle/uncaught.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import type { EnvMode } from "../project/env.ts";
import { isRouteFile } from "../routes/outdated.ts";
import { reportTo } from "../observe/error-report.ts";
import { answersPreflights, API } from "./environment.ts";
import { overlayOf } from "./overlay.ts";
import { viteLoader } from "./loader.ts";
import { loggerOf } from "./log.ts";
import { mayBeRoute, refuseRest, serveRoutes } from "./middleware.ts";
import { type PluginOptions, projectDir } from "./plugin-options.ts";

/** Vite's watcher drops what comes within 50 ms of a change of the same file, such as a formatter's work. */
const SECOND_LOOK_MS = 100;

/** Sent to the page when the API's files have changed; `import.meta.hot.on` listens for it. */
const CHANGE_EVENT = "pages-api:change";

/** The routes in a development server. */
export interface Development {
  /** To be called when Vite has set up its own middleware. */
  finish(): void;
  /** To be called when Vite's watcher reports a file. */
  look(file: string): void;
  /** To be called before Vite reads a module's file. */
  reads(file: string): void;
  /** What the conventions of the project want. */
  settings(): CompileSettings;
}

/** Serves the routes on the port of a development server, through Vite's own module graph. */
export function serveDevelopment(server: ViteDevServer, options: PluginOptions): Development {
  const { config, environments, middlewares, httpServer } = server;
  const dir = projectDir(config.root, options);
  const logger = options.logger ?? loggerOf(config.logger, dir);
  const environment = environments[API]!;
  const { hot } = environments.client;
  const report = options.onError ?? reportTo(dir);
  let conventions: readonly OpenConvention[] = [];
  let shown = false;
  let timer: NodeJS.Timeout | undefined;

  const onError: ErrorHandler = async (error, context) => {
    if (!(error instanceof ApiError)) {
      shown = true;
      hot.send({ type: "error", err: overlayOf(error, dir) });
    }
    await report(error, context);
  };

  function changed(file: string): void {
    const name = relative(config.root, file).replaceAll("\\", "/");
    environment.logger.info(`reload ${name}`, { timestamp: true });
    // An update, even of nothing, takes the overlay away.
    if (shown) hot.send({ type: "update", updates: [] });
    shown = false;
    hot.send({ type: "custom", event: CHANGE_EVENT, data: { file: name } });
    clearTimeout(timer);
    timer = setTimeout(() => loader.look(), SECOND_LOOK_MS).unref();
  }

  const loader = viteLoader({ environment, dir, mode: modeOf(config.mode), changed });
  const app = createApp(
    { ...options, health: false, dir, dev: true, logger, onError },
    { loader, onReload: ({ project }) => void (conventions = project.conventions) },
  );
  const { listener } = app;
  middlewares.use(serveRoutes(listener, answersPreflights(config.server), mayBeRoute(dir)));
  if (httpServer !== null) {
    // The process is Vite's own, and ends at a promise that a route leaves to reject.
    httpServer.once("close", surviveUncaught(logger));
    httpServer.once("close", () => void app.close());
  }

  return {
    finish() {
      // Behind us may be routes of the server that Vite is a part of.
      if (!config.server.middlewareMode) middlewares.use(refuseRest(listener));
    },
    reads: loader.reads,
    settings: loader.settings,
    look(file) {
      loader.look();
      const isLoaded = environment.moduleGraph.getModulesByFile(file) !== undefined;
      if (!isLoaded && isRouteFile(relative(dir, file).replaceAll("\\", "/"), conventions)) changed(file);
    },
  };
}

function modeOf(mode: string): EnvMode {
  return mode === "production" || mode === "test" ? mode : "development";
}

import { resolve } from "node:path";
import type { Plugin } from "vite";
import { holdCompiler } from "../compile/service.ts";
import { realPath } from "../compile/source.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { type Alias, findTsConfig, readTsConfig } from "../project/tsconfig.ts";
import { buildSite, chunksPlugin } from "./site-build.ts";
import { API, type Build, CHUNKS, configOf, outputFolders, passPreflights } from "./environment.ts";
import { routeFiles } from "./files.ts";
import { modulesPlugin } from "./modules.ts";
import { type PluginOptions, projectDir } from "./plugin-options.ts";
import { servePreview } from "./preview.ts";
import { resolvePlugin } from "./resolve.ts";
import { type Development, serveDevelopment } from "./serve.ts";

/**
 * The API routes of `pages/api` and the Route Handlers of `app` in a Vite project: on Vite's own port in development and preview, and beside the
 * client in a build, with a `server.js` that serves both. Vite's aliases, plugins and defines apply to them.
 *
 * @example export default defineConfig({ plugins: [react(), pagesApi()] });
 */
export function pagesApi(options: PluginOptions = {}): Plugin[] {
  // Vite 7 may share the compiler's process, and waits for ever when it ends.
  holdCompiler();
  let build: Build | undefined;
  let dir = "";
  let development: Development | undefined;

  const main: Plugin = {
    name: "pages-api",
    async config(config, { command }) {
      // `vite build --ssr` is for one entry of the user's own.
      if (command === "build" && config.build?.ssr) return undefined;
      if (command === "build") {
        const dir = projectDir(config.root, options);
        const chunkDir = resolve(config.root ?? ".", outputFolders(config.build?.outDir).api, CHUNKS);
        build = { dir, chunkDir, ...(await routeFiles(dir, options)) };
      }
      return configOf(config, build?.files ?? []);
    },
    configResolved(config) {
      dir = realPath(projectDir(config.root, options));
      passPreflights(config);
    },
    configureServer(server) {
      const serving = serveDevelopment(server, options);
      development = serving;
      return () => serving.finish();
    },
    configurePreviewServer: (server) => servePreview(server, options),
    load: {
      order: "pre",
      handler(id) {
        if (this.environment.name === API) development?.reads(id);
      },
    },
    hotUpdate({ file }) {
      if (this.environment.name !== API) return undefined;
      development?.look(file);
      // Modules are loaded again when a request needs them; Vite would load all of them anew.
      return [];
    },
    buildApp: {
      order: "post",
      handler: async (builder) => {
        if (build !== undefined) await buildSite(builder, build.dir, options);
      },
    },
  };
  const settings = (): CompileSettings => development?.settings() ?? build?.compile ?? {};
  let aliases: Promise<readonly Alias[]> | undefined;
  const readAliases = (): Promise<readonly Alias[]> =>
    (aliases ??= readTsConfig(settings().tsconfig ?? findTsConfig(dir)).then((config) => config.aliases));
  return [
    main,
    resolvePlugin(() => build !== undefined, readAliases),
    modulesPlugin(
      () => dir,
      () => build,
      settings,
      readAliases,
    ),
    chunksPlugin(() => build),
  ];
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Convention, Exports, OpenConvention, Project, Route, Services } from "../../convention.ts";
import type { Matching } from "../../routing/ranked.ts";
import { installResponse } from "../../web/install-response.ts";
import { CONTEXT_ADVICE } from "../../stand-ins/astro/advice.ts";
import { responseSettings } from "../response-settings.ts";
import { AstroApp } from "./app.ts";
import { webEndpoint } from "./web-endpoint.ts";
import { claimFile, compareRoutes, slashRuleOf } from "./claim.ts";
import { type AstroConfig, findConfig, loadConfig } from "./config.ts";
import { configureEndpoint, type EndpointConfig } from "./configure.ts";
import { describeEndpoint, inspectEndpoint, moduleRules } from "./describe.ts";
import { openEnv } from "./env.ts";
import { exportedFiles } from "./exported.ts";
import { findMiddleware, type Middleware, middlewareOf } from "./middleware.ts";
import { settingsOf } from "./modules.ts";
import { decodePath, targetReader } from "./path.ts";
import { redirectRoutes } from "./redirects.ts";

/** Astro's endpoints: `src/pages/**`, each file with functions named by methods. */
export const astro: Convention = {
  name: "astro",
  framework: "astro",
  usual: { folders: ["src/pages"], path: "/" },
  sources: [moduleRules],
  detect: (project) =>
    findConfig(project) !== undefined &&
    (project.files?.some((file) => file.startsWith("src/pages/")) ??
      (existsSync(join(project.dir, "src/pages")) || movesSources(project))),
  open: openAstro,
};

async function openAstro(project: Project, services: Services): Promise<OpenConvention<EndpointConfig>> {
  installResponse();
  const file = findConfig(project);
  const config = await loadConfig(project, services);
  const middleware = findMiddleware(project, config.srcDir);
  const isServed = services.load !== undefined;
  if (services.building !== true && config.integrations.length > 0) warnOfIntegrations(config, services);
  if (isServed) openEnv(config.envSchema, config.file, services.building);
  const compile = settingsOf(config, services.dev);
  const settings = responseSettings(services);
  const app = new AstroApp({
    config,
    settings,
    logger: services.logger,
    middleware: await loadMiddleware(middleware, project, services, compile),
    allowHeader: services.methodNotAllowed === true,
    built: () => (services.dev ? undefined : services.cache.built),
  });
  const matching = matchingOf(config);
  return {
    name: "astro",
    roots: [`${config.srcDir}/pages`],
    folder: "",
    claim: claimFile,
    otherFiles: "Endpoints are .js and .ts files whose names do not begin with an underscore: hello.json.ts.",
    publicDir: "public",
    isPage: (file) => /\.(?:astro|mdx?|html)$/.test(file) && !/(?:^|\/)_/.test(file),
    matching,
    compare: (fileA, fileB) => (fileA < fileB ? -1 : 1),
    configure: (exports, path) => configureEndpoint(exports, path, config),
    describe: describeEndpoint,
    inspect: inspectEndpoint,
    lacks: CONTEXT_ADVICE,
    bind: (module, route, { prerender }) =>
      webEndpoint(app, app.endpoints.bind(Object(module) as Exports, route, prerender)),
    prerenders: true,
    mayPrerender: ({ prerender }) => prerender,
    exported: (answers, isWhole) => exportedFiles(app, answers, isWhole),
    connect: (routes) => app.endpoints.connect(routes),
    routes: redirectRoutes(config, matching, settings),
    unmatched: webEndpoint(app, undefined),
    surroundings: { target: targetReader(config), before: [], afterFiles: [], fallback: [] },
    compile,
    middleware,
    companions: [file, middleware].filter((path) => path !== undefined),
    watch: [file, middleware].flatMap((path) => (path === undefined ? [] : join(project.dir, path))),
  };
}

function warnOfIntegrations({ file, integrations }: AstroConfig, { logger }: Services): void {
  const list = integrations.join(", ");
  logger.warn(
    `${file}: integrations do not run here: ${list}. Pages and assets stay with Astro's own build.`,
  );
}

/** Whether the config may name another folder than `src`. */
function movesSources(project: Project): boolean {
  return readFileSync(join(project.dir, findConfig(project)!), "utf8").includes("srcDir");
}

function matchingOf({ trailingSlash }: AstroConfig): Matching<Route> {
  return {
    order: compareRoutes,
    decode: decodePath,
    slash: (route) => slashRuleOf(route, trailingSlash),
  };
}

async function loadMiddleware(
  file: string | undefined,
  { dir }: Project,
  { load }: Services,
  compile: OpenConvention["compile"],
): Promise<Middleware | undefined> {
  if (file === undefined || load === undefined) return undefined;
  return middlewareOf(await load(join(dir, file), compile), file);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Convention, Exports, OpenConvention, Project, Route, Services } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import type { ResponseSettings } from "../../http/outgoing.ts";
import type { Matching } from "../../routing/ranked.ts";
import { AstroApp } from "./app.ts";
import { webEndpoint } from "./web-endpoint.ts";
import { claimFile, compareRoutes, slashRuleOf } from "./claim.ts";
import { type AstroConfig, findConfig, loadConfig } from "./config.ts";
import { openEnv } from "./env.ts";
import { exportedFile } from "./exported.ts";
import { findMiddleware, type Middleware, middlewareOf } from "./middleware.ts";
import { settingsOf } from "./modules.ts";
import { decodePath, targetReader } from "./path.ts";
import { redirectRoutes } from "./redirects.ts";

interface EndpointConfig {
  readonly prerender: boolean;
}

/** Astro's endpoints: `src/pages/**`, each file with functions named by methods. */
export const astro: Convention = {
  name: "astro",
  framework: "astro",
  detect: (project) =>
    findConfig(project) !== undefined &&
    (project.files?.some((file) => file.startsWith("src/pages/")) ??
      existsSync(join(project.dir, "src/pages"))),
  open: openAstro,
};

async function openAstro(project: Project, services: Services): Promise<OpenConvention<EndpointConfig>> {
  const file = findConfig(project);
  const config = await loadConfig(project, services);
  const middleware = findMiddleware(project, config.srcDir);
  const isServed = services.load !== undefined;
  if (isServed) openEnv(config.envSchema, file ?? "astro.config.mjs", services.building);
  const compile = settingsOf(config, services.dev);
  const settings: ResponseSettings = {
    responseLimit: Infinity,
    compress: services.compress,
    dev: services.dev,
    logger: services.logger,
    preview: services.preview(),
  };
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
    isPage: (file) => /\.(?:astro|mdx?|html)$/.test(file) && !/(?:^|\/)_/.test(file),
    matching,
    compare: (fileA, fileB) => (fileA < fileB ? -1 : 1),
    configure: (exports, path) => configure(exports, path, config),
    bind: (module, route, { prerender }) =>
      webEndpoint(app, app.bind(Object(module) as Exports, route, prerender)),
    prerenders: true,
    mayPrerender: ({ prerender }) => prerender,
    exported: (answer) => exportedFile(answer, config),
    connect: (routes) => app.connect(routes),
    routes: redirectRoutes(config, matching, settings, file ?? ""),
    unmatched: webEndpoint(app, undefined),
    surroundings: { target: targetReader(config), before: [], afterFiles: [], fallback: [] },
    compile,
    companions: [file, middleware].filter((path) => path !== undefined),
    watch: [file, middleware].flatMap((path) => (path === undefined ? [] : join(project.dir, path))),
  };
}

/** What an endpoint says about itself. */
function configure({ prerender }: Exports, file: string, { output }: AstroConfig): EndpointConfig {
  if (prerender === undefined) return { prerender: output === "static" };
  if (typeof prerender === "boolean") return { prerender };
  throw new RouteError(
    "ROUTE_CONFIG",
    `${file}: \`prerender\` is ${inspect(prerender)}. Write: export const prerender = true, or false.`,
    { file },
  );
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

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompileSettings } from "../../compile/settings.ts";
import type { Convention, OpenConvention, Project, Services, Stage } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { scan } from "../../routing/scan.ts";
import { installResponse, RESPONSE_NAME } from "../../web/install-response.ts";
import { responseSettings } from "../response-settings.ts";
import { type Binding, bindMethods, endpointOf } from "./bind.ts";
import { claimFile, compareFiles, compareRoutes } from "./claim.ts";
import { crossOriginStage } from "./cross-origin.ts";
import { inspectExports } from "./describe.ts";
import { middlewareLine, ruleLines } from "./lines.ts";
import { findMiddleware, Middleware } from "./middleware.ts";
import { redirectStage, rewriteStage } from "./rules.ts";
import { installScopes } from "./scope.ts";
import { configFiles, type RouterSettings, readSettings } from "./settings.ts";
import { openSite, type Site } from "./site.ts";
import { DIST, isExported, type Manifest, readManifest, settingsOfExport } from "./site-manifest.ts";
import { readTarget } from "./target.ts";

const ROOTS = ["app", "src/app"];

/** API routes of Expo Router: files `NAME+api.ts` below `app`, each with a function for each method, `(request, params) => Response`. */
export const expo: Convention = {
  name: "expo",
  framework: "expo",
  usual: { folders: ROOTS, path: "/" },
  async detect({ dir, files }) {
    if (files !== undefined) return files.some((file) => claims(file));
    const found = await Promise.all(ROOTS.map((root) => scan(join(dir, root))));
    return found.some((each) => each?.some(claims));
  },
  async open(project, services) {
    installScopes();
    installResponse();
    const settings = (await readSettings(project, services)) ?? NOTHING_KNOWN;
    const site = project.dev || services.load === undefined ? undefined : readManifest(project.dir);
    return openExpo(project, services, settings, site);
  },
};

/** The same project with the API routes that `npx expo export -p web` has bundled, instead of its sources. */
export const expoExported: Convention = {
  name: "expo-exported",
  framework: "expo",
  usual: { folders: ROOTS, path: "/" },
  detect: () => false,
  async open(project, services) {
    installScopes();
    installResponse();
    const site = readManifest(project.dir);
    if (site === undefined) {
      throw new RouteError("NO_PAGES", `${project.dir} has no exported site. Run: npx expo export -p web`);
    }
    return { ...(await openExpo(project, services, settingsOfExport(site), site)), name: "expo-exported" };
  },
};

/** Where nothing may be run: what would be on if the app config said so. */
const NOTHING_KNOWN: RouterSettings = { redirects: [], rewrites: [], middleware: true };

async function openExpo(
  project: Project,
  services: Services,
  settings: RouterSettings,
  manifest: Manifest | undefined,
): Promise<OpenConvention> {
  const roots = settings.root === undefined ? ROOTS : [settings.root];
  const middleware = findMiddleware(project, roots, settings, services);
  const { logger } = services;
  const binding: Binding = { settings: responseSettings(services), headers: settings.headers, logger };
  const stage =
    middleware === undefined
      ? undefined
      : new Middleware(project.dir, middleware, binding.settings, services);
  const site =
    manifest && (await openSite(project.dir, manifest, binding, (work) => services.waitUntil(work)));
  // Where the project is served, its middleware is looked at only for the table at start.
  const isLookedAt = services.load === undefined && middleware !== undefined;
  const guard = isLookedAt ? [await middlewareLine(project.dir, middleware)] : [];
  return {
    name: "expo",
    roots,
    folder: "",
    claim: claimFile,
    otherFiles: "The names of API routes end with +api: hello+api.ts.",
    isPage: (file) => /\.[jt]sx?$/.test(file) && !/\+|(?:^|\/)_|\.d\.ts$/.test(file),
    matching: { order: compareRoutes },
    compare: compareFiles,
    configure: () => ({}),
    inspect: inspectExports,
    bind: (module, route) => bindMethods(module, route, binding),
    surroundings: {
      target: readTarget,
      before: stagesOf(project, settings, stage, site),
      afterFiles: [],
      fallback: [],
      load: (modules) => stage?.load(modules),
      lines: [...guard, ...ruleLines(settings)],
    },
    unmatched: endpointOf((request) => site?.notFound(request) ?? notFound(), binding),
    compile,
    middleware,
    companions: [...configFiles(project), ...(middleware === undefined ? [] : [middleware])],
    remarks: services.load === undefined ? await unservedPages(project.dir, roots) : [],
    assets: isExported(project.dir) ? [DIST] : [],
    watch: watchedIn(project.dir, roots),
  };
}

function stagesOf(
  { dir, dev }: Project,
  { origin, redirects, rewrites }: RouterSettings,
  middleware: Middleware | undefined,
  site: Site | undefined,
): Stage[] {
  return [
    crossOriginStage(dir, origin, dev) ?? [],
    site?.files ?? [],
    middleware ?? [],
    redirectStage(redirects) ?? [],
    rewriteStage(rewrites) ?? [],
    site?.pages ?? [],
  ].flat();
}

function watchedIn(dir: string, roots: readonly string[]): string[] {
  const configs = ["app.json", "app.config.json", "app.config.ts", "app.config.js"];
  const middlewares = roots.flatMap((root) =>
    ["js", "jsx", "ts", "tsx"].map((type) => `${root}/+middleware.${type}`),
  );
  return [...configs, ...middlewares].map((file) => join(dir, file));
}

/** Pages are bundled by Expo: without an export only the API is served. */
async function unservedPages(dir: string, roots: readonly string[]): Promise<OpenConvention["remarks"]> {
  if (isExported(dir)) return [];
  const found = await Promise.all(
    roots.map(async (root) => (await scan(join(dir, root)))?.map((file) => `${root}/${file}`) ?? []),
  );
  const pages = found.flat().filter((file) => isPage(file.slice(file.lastIndexOf("/") + 1)));
  const [file, ...others] = pages.toSorted();
  if (file === undefined) return [];
  const more = others.length === 0 ? "This page is" : `This page and ${others.length} more are`;
  const message =
    `${more} not served: there is no exported site. Run: npx expo export -p web, with ` +
    '"web": { "output": "server" } in the app config. A native app does not need it.';
  return [{ level: "attention", rule: "pages", message, file }];
}

/** A layout is part of a page; names with a plus are special files. */
function isPage(name: string): boolean {
  return /\.[jt]sx?$/.test(name) && !name.startsWith("_layout.") && !/^\+(?!not-found)|\+api\./.test(name);
}

function notFound(): Response {
  return new Response("Not found", { status: 404, headers: { "Content-Type": "text/plain" } });
}

function claims(file: string): boolean {
  return /\+api\.[jt]sx?$/.test(file);
}

const STAND_INS: ReadonlySet<string> = new Set(["expo-server", "expo-router/server", "@expo/server"]);
const standIn = ["js", "ts"]
  .map((extension) => fileURLToPath(new URL(`../../stand-ins/expo/server.${extension}`, import.meta.url)))
  .find((file) => existsSync(file))!;

const compile: CompileSettings = {
  standIn: (specifier) => (STAND_INS.has(specifier) ? standIn : undefined),
  define: { Response: RESPONSE_NAME },
};

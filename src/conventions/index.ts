import { statSync } from "node:fs";
import { CacheHolder } from "../cache/holder.ts";
import type { CompileSettings } from "../compile/settings.ts";
import type {
  Convention,
  OpenConvention,
  OpenProject,
  Project,
  Services,
  SourceRules,
  Startup,
  Surroundings,
} from "../convention.ts";
import { RouteError } from "../error.ts";
import { openSources } from "../project/loader.ts";
import { derivePreviewKeys, type PreviewKeys } from "../api/preview-keys.ts";
import { expo, expoExported } from "./expo/index.ts";
import { astro } from "./astro/index.ts";
import { PAGE_EXTENSIONS } from "./next/page-extensions.ts";
import { openRules } from "./next/index.ts";
import { Instrumentation } from "./next/instrumentation.ts";
import { openPagesApi, pagesApi } from "./pages-api/index.ts";
import { routeHandlers } from "./route-handlers/index.ts";

export type { ConfigExport } from "./pages-api/config.ts";
export type { FailedRequest, FailedRoute, OnRequestError } from "./next/instrumentation.ts";
export { PAGE_EXTENSIONS };

/** All ways of writing routes as files that this package serves. */
const CONVENTIONS: readonly Convention[] = [pagesApi, routeHandlers, expo, expoExported, astro];

/** What `check` looks for in sources, whichever conventions the project has. */
export const sourceRules: readonly SourceRules[] = [
  ...new Set(CONVENTIONS.flatMap(({ sources = [] }) => sources)),
];

/** Where routes of each convention usually are, and the path that they begin with. */
export const usualPlaces: readonly Convention["usual"][] = CONVENTIONS.map(({ usual }) => usual);

/** The names that `conventions` and `--convention` take. */
export const conventionNames: readonly string[] = CONVENTIONS.map(({ name }) => name);

/**
 * Opens the conventions of a project: those that are named, or those that its files show.
 *
 * @throws RouteError CONVENTION for a name that does not exist, and where the files show two frameworks
 */
export async function openConventions(
  project: Project,
  services: Services,
  names?: readonly string[],
): Promise<OpenProject> {
  const chosen = names === undefined ? await detect(project) : names.map(named);
  const conventions = await Promise.all(chosen.map(async (convention) => convention.open(project, services)));
  return join(conventions);
}

/** What a user says about the route files of a project; absent where the files show it. */
export interface ProjectChoice {
  readonly conventions?: readonly string[];
  readonly pageExtensions?: readonly string[];
  /** A build has the middleware all the same: whether it runs is the server's matter. */
  readonly middleware?: boolean;
}

/** Opens a project's conventions for looking at its files only: no line of the project runs. */
export function lookAtConventions(
  dir: string,
  { pageExtensions, conventions }: { readonly [K in keyof ProjectChoice]: ProjectChoice[K] | undefined } = {},
): Promise<OpenProject> {
  let keys: PreviewKeys | undefined;
  const services: Services = {
    cache: new CacheHolder({ logger: console, dev: false }),
    compress: true,
    dev: false,
    logger: console,
    preview: () => (keys ??= derivePreviewKeys()),
    queryParser: "simple",
    waitUntil() {},
    pageExtensions,
    loadConfig: (file, settings) => loadConfig(dir, file, settings),
  };
  return openConventions({ dir, dev: false }, services, conventions);
}

async function loadConfig(dir: string, file: string, settings: CompileSettings): Promise<unknown> {
  const loader = await openSources(dir, false);
  try {
    loader.configure?.(settings);
    return await (await loader.load([file])).import(file);
  } finally {
    await loader.dispose();
  }
}

/** What a project starts with, whichever its conventions are. It stays the same when they are opened again. */
export function openStartup(
  project: Pick<Project, "dir" | "pageExtensions">,
  logger: Services["logger"],
): Startup {
  return new Instrumentation(project, logger);
}

/** Route files, relative to the project, behind the file that it starts with where there is one. */
export function withStartup(
  dir: string,
  routes: readonly string[],
  pageExtensions?: readonly string[],
): string[] {
  const first = openStartup({ dir, pageExtensions }, console).find(routes);
  return first === undefined ? [...routes] : [first, ...routes];
}

/** The convention of routes that are given as modules, instead of files. */
export function openModules(services: Services): OpenConvention {
  return openPagesApi(services, PAGE_EXTENSIONS);
}

/** The same, with the rules of the next.config that is given beside them. */
export async function openModulesWithin(
  project: Project,
  given: Services,
): Promise<{ readonly convention: OpenConvention; readonly surroundings: Surroundings | undefined }> {
  const { services, surroundings, urls } = await openRules(project, given);
  return { convention: openPagesApi(services, PAGE_EXTENSIONS, urls), surroundings };
}

/** Opens the conventions again whenever a file that they were read from has changed. */
export function reopening(open: () => Promise<OpenProject>): () => Promise<OpenProject> {
  let opened: Promise<OpenProject> | undefined;
  let stamps = "";
  return async () => {
    if (opened !== undefined) {
      const current = await opened.catch(() => undefined);
      if (current !== undefined && stampsOf(current) === stamps) return current;
    }
    opened = open();
    const project = await opened;
    stamps = stampsOf(project);
    return project;
  };
}

function stampsOf({ watch }: OpenProject): string {
  return watch
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? "" : `${stat.mtimeMs} ${stat.size}`;
    })
    .join();
}

async function detect(project: Project): Promise<readonly Convention[]> {
  const present = await Promise.all(CONVENTIONS.map(async (convention) => convention.detect(project)));
  const found = CONVENTIONS.filter((_, index) => present[index]);
  const frameworks = new Set(found.map(({ framework }) => framework));
  if (frameworks.size > 1) {
    const list = found.map(({ name }) => name).join(", ");
    throw new RouteError(
      "CONVENTION",
      `The files of ${project.dir} look like several frameworks: ${list}. Say which one to serve: ` +
        `--convention ${found[0]!.name}, or conventions: ["${found[0]!.name}"] in a program.`,
    );
  }
  // Where nothing is found, the error of an empty project is that of pages/api.
  return found.length === 0 ? [pagesApi] : found;
}

function named(name: string): Convention {
  const convention = CONVENTIONS.find((each) => each.name === name);
  if (convention !== undefined) return convention;
  throw new RouteError(
    "CONVENTION",
    `There is no convention ${JSON.stringify(name)}. Write one of: ${conventionNames.join(", ")}.`,
  );
}

function join(conventions: readonly OpenConvention[]): OpenProject {
  const surroundings = [...new Set(conventions.flatMap((each) => each.surroundings ?? []))];
  if (surroundings.length > 1) throw new TypeError("Conventions of one framework share their surroundings.");
  return {
    conventions,
    surroundings: surroundings[0],
    unmatched: conventions.find(({ unmatched }) => unmatched !== undefined)?.unmatched,
    compile: joinSettings(conventions.flatMap(({ compile }) => compile ?? [])),
    routes: conventions.flatMap(({ routes }) => routes ?? []),
    notes: [...new Set(conventions.flatMap(({ notes }) => notes ?? []))],
    companions: [...new Set(conventions.flatMap(({ companions }) => companions ?? []))],
    middleware: conventions.find(({ middleware }) => middleware !== undefined)?.middleware,
    assets: [...new Set(conventions.flatMap(({ assets }) => assets ?? []))],
    watch: [...new Set(conventions.flatMap(({ watch }) => watch ?? []))],
  };
}

function joinSettings(given: readonly CompileSettings[]): CompileSettings {
  // Conventions of one framework may share them.
  const settings = [...new Set(given)];
  return {
    tsconfig: settings.find(({ tsconfig }) => tsconfig !== undefined)?.tsconfig,
    transpile: settings.flatMap(({ transpile }) => transpile ?? []),
    define: Object.assign({}, ...settings.map(({ define }) => define)) as Record<string, string>,
    async defineFor(file) {
      const all = await Promise.all(settings.map(async ({ defineFor }) => defineFor?.(file)));
      const found = all.filter((each) => each !== undefined);
      return found.length === 0 ? undefined : Object.assign({}, ...found);
    },
    isData: (file) => settings.some(({ isData }) => isData?.(file) === true),
    standIn(specifier, fromDir) {
      for (const { standIn } of settings) {
        const file = standIn?.(specifier, fromDir);
        if (file !== undefined) return file;
      }
      return undefined;
    },
  };
}

import { join } from "node:path";
import { realPath } from "../../compile/source.ts";
import type { CompileSettings } from "../../compile/settings.ts";
import type { OpenConvention, Project, ProjectNote, Services, Surroundings } from "../../convention.ts";
import { lookAtCacheSettings, readCacheSettings } from "./cache.ts";
import type { UrlOptions } from "../../stand-ins/next/url.ts";
import { Mistakes, RouteError } from "../../error.ts";
import { placesIn } from "../../syntax/config-places.ts";
import { invalidOption, loadConfig } from "./config.ts";
import { configNotes, reportNotes } from "./config-notes.ts";
import { readBodyLimit } from "./config-limit.ts";
import { type NextOptions, readOptions } from "./config-options.ts";
import { addGlobals } from "./globals.ts";
import { replaceInstalled } from "../../stand-ins/next/installed.ts";
import { Middleware } from "./middleware.ts";
import type { BodyLimit } from "./middleware-body.ts";
import { findMiddleware, type MiddlewareFile, middlewarePlaces, strayMiddleware } from "./middleware-file.ts";
import { plainRoute } from "./paths.ts";
import { type NextRules, readRules } from "./rules.ts";
import { edgeCompile, nextCompile } from "./runtime.ts";

/** What the conventions of Next share in one project: its config, its middleware. */
export interface OpenNext {
  /** Extensions of route files. */
  readonly extensions: readonly string[];
  /** Whether `forbidden()` and `unauthorized()` answer: `experimental.authInterrupts`. */
  readonly authInterrupts: boolean;
  /** What routes are opened with. */
  readonly services: Services;
  /** How the URLs of the project are read. */
  readonly urls: UrlOptions;
  readonly shared: {
    readonly surroundings: Surroundings | undefined;
    readonly compile: CompileSettings;
    readonly notes: readonly ProjectNote[];
    readonly remarks: OpenConvention["remarks"];
    readonly otherFiles: string;
    /** Relative to the project. */
    readonly companions: readonly string[];
    readonly middleware: string | undefined;
    /** Absolute. */
    readonly watch: readonly string[];
    /** Absolute; where `output` is `"export"`. */
    readonly exportDir: string | undefined;
  };
}

/** One for each time that a project is opened, however many conventions it has. */
const opened = new WeakMap<Services, Promise<OpenNext>>();

/** @throws RouteError NEXT_CONFIG for a next.config that fails */
export function openNext(project: Project, services: Services): Promise<OpenNext> {
  const known = opened.get(services);
  if (known !== undefined) return known;
  // A next.config may import what routes share with it.
  addGlobals();
  const next = open(project, services);
  opened.set(services, next);
  return next;
}

/** The rules of a next.config that is given beside routes which are modules: there is no middleware, and nothing to compile. */
export async function openRules(project: Project, given: Services) {
  // No module of the project decides about caches here.
  const { config, services, rules } = await readConfig(project, { ...given, load: undefined });
  const unused = ["env", "pageExtensions", "cacheHandler"].filter((name) => config.raw[name] !== undefined);
  for (const name of unused)
    given.logger.warn(`${config.file}: \`${name}\` has no effect on routes that are given as modules.`);
  return { services, surroundings: surroundingsOf(rules, undefined), urls: urlsOf(rules) };
}

async function readConfig(project: Project, given: Services) {
  const config = await loadConfig(project, given);
  const mistakes = new Mistakes();
  const options = readOptions(config, given, project, mistakes);
  const services = { ...given, compress: options.compress };
  // Where files are only looked at, no module of the project is loaded.
  if (given.load === undefined) {
    mistakes.attempt(() => lookAtCacheSettings(config, project.dir), undefined);
  } else {
    replaceInstalled(project.dir);
    await readCacheSettings(config, project.dir).then(
      (settings) => given.cache.configure(settings),
      (error: unknown) => mistakes.add(error),
    );
  }
  const rules = await readRules(config, services, mistakes);
  const bodyLimit = mistakes.attempt(() => readBodyLimit(config), undefined);
  const notes = await placedNotes([...configNotes(config), ...rules.notes], config.file, project.dir);
  await throwPlaced(mistakes, notes, config.file, project.dir);
  reportNotes(notes, given);
  return { config, options, services, rules, bodyLimit: bodyLimit!, notes };
}

function urlsOf({ basePath, i18n, trailingSlash }: NextRules): UrlOptions {
  return { basePath, i18n, trailingSlash };
}

async function open(project: Project, given: Services): Promise<OpenNext> {
  const { config, options, services, rules, bodyLimit, notes } = await readConfig(project, given);
  const { extensions } = options;
  const found = findMiddleware(project, extensions);
  const left = found !== undefined && services.middleware === false;
  if (left && services.load !== undefined) {
    services.logger.warn(`${found.file} is left out (middleware: false): the checks it makes are missing.`);
  }
  const middleware =
    found === undefined || left
      ? undefined
      : await middlewareOf(found, { project, services, rules, bodyLimit });
  const companions = [...(config.exists ? [config.file] : []), ...(middleware ? [found!.file] : [])];
  const { authInterrupts } = Object(config.raw["experimental"]) as { authInterrupts?: unknown };
  return {
    extensions,
    authInterrupts: authInterrupts === true,
    services,
    urls: urlsOf(rules),
    shared: {
      surroundings: surroundingsOf(rules, middleware),
      notes,
      compile: compileOf(options, middleware && found, project.dir),
      // Where files are only looked at.
      remarks: services.load === undefined ? strayMiddleware(project.dir, companions) : [],
      otherFiles:
        "The files there have other extensions than routes: see `pageExtensions`, --page-extensions on the command line.",
      companions,
      middleware: middleware && found!.file,
      watch: [...middlewarePlaces(project.dir, extensions), ...config.watch],
      exportDir: options.isExport ? join(project.dir, "out") : undefined,
    },
  };
}

/** Notes with the line and column of their options. */
async function placedNotes(
  notes: readonly ProjectNote[],
  file: string,
  dir: string,
): Promise<readonly ProjectNote[]> {
  if (notes.every(({ key }) => key === undefined)) return notes;
  const places = await placesIn(file, dir);
  return notes.map((note) => ({ ...note, ...(note.key !== undefined && places?.spotOf(note.key)) }));
}

/** Options that do not exist are reported beside mistakes, so that all is corrected at once. */
async function throwPlaced(
  mistakes: Mistakes,
  notes: readonly ProjectNote[],
  file: string,
  dir: string,
): Promise<void> {
  try {
    mistakes.throwAny(
      notes.flatMap(({ key, message }) => (key === undefined ? [] : [invalidOption(file, key, message)])),
    );
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    throw (await placesIn(file, dir))?.locate(error) ?? error;
  }
}

interface Parts {
  readonly project: Project;
  readonly services: Services;
  readonly rules: NextRules;
  readonly bodyLimit: BodyLimit;
}

async function middlewareOf(
  found: MiddlewareFile,
  { project, services, rules, bodyLimit }: Parts,
): Promise<Middleware> {
  const { basePath, trailingSlash, i18n, view, forward } = rules;
  const middleware = new Middleware(
    { ...found, dir: project.dir, basePath, trailingSlash, i18n, view, bodyLimit, forward },
    services,
  );
  // Where files are only looked at, it is known as it is written.
  if (services.load === undefined) await middleware.look();
  return middleware;
}

/** Nothing where the project has no stage, and paths are read as usual. */
function surroundingsOf(rules: NextRules, middleware: Middleware | undefined): Surroundings | undefined {
  const { target, own, route, forwards, afterFiles, fallback, lines, basePath } = rules;
  const before = [...rules.before, ...(middleware === undefined ? [] : [middleware]), ...rules.beforeFiles];
  const count = before.length + afterFiles.length + fallback.length;
  if (count === 0 && route === undefined) return undefined;
  return {
    before,
    afterFiles,
    fallback,
    target,
    own,
    base: basePath,
    route: route ?? plainRoute,
    forwards,
    lines: [...lines.before, ...(middleware?.lines ?? []), ...lines.after],
    load: (modules) => middleware?.load(modules),
  };
}

function compileOf(
  { define, transpile, tsconfig }: NextOptions,
  middleware: MiddlewareFile | undefined,
  dir: string,
): CompileSettings {
  const base =
    middleware?.kind === "middleware" ? edgeCompile(realPath(join(dir, middleware.file))) : nextCompile;
  return { ...base, define, transpile, tsconfig };
}

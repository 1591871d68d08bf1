import { join } from "node:path";
import { realPath } from "../../compile/source.ts";
import type { CompileSettings } from "../../compile/settings.ts";
import type { Project, Services, Surroundings } from "../../convention.ts";
import { readCacheSettings } from "./cache.ts";
import { loadConfig } from "./config.ts";
import { readBodyLimit } from "./config-limit.ts";
import { type NextOptions, readOptions } from "./config-options.ts";
import { Middleware } from "./middleware.ts";
import type { BodyLimit } from "./middleware-body.ts";
import { findMiddleware, type MiddlewareFile } from "./middleware-file.ts";
import { type NextRules, readRules, type RuleLine } from "./rules.ts";
import { edgeCompile, nextCompile } from "./runtime.ts";

/** What the conventions of Next share in one project: its config, its middleware. */
export interface OpenNext {
  /** Extensions of route files. */
  readonly extensions: readonly string[];
  /** What routes are opened with. */
  readonly services: Services;
  readonly shared: {
    readonly surroundings: Surroundings | undefined;
    readonly compile: CompileSettings;
    /** Relative to the project. */
    readonly companions: readonly string[];
    /** Absolute. */
    readonly watch: readonly string[];
  };
}

const NAMES = ["middleware", "proxy"];

/** One for each time that a project is opened, however many conventions it has. */
const opened = new WeakMap<Services, Promise<OpenNext>>();

/** @throws RouteError NEXT_CONFIG for a next.config that fails */
export function openNext(project: Project, services: Services): Promise<OpenNext> {
  const known = opened.get(services);
  if (known !== undefined) return known;
  const next = open(project, services);
  opened.set(services, next);
  return next;
}

async function open(project: Project, given: Services): Promise<OpenNext> {
  const config = await loadConfig(project, given);
  const options = readOptions(config, given, project);
  const services = { ...given, compress: options.compress };
  // Where files are only looked at, no module of the project is loaded.
  if (given.load !== undefined) given.cache.configure(await readCacheSettings(config, project.dir));
  const rules = await readRules(config, services);
  const { extensions } = options;
  const found = findMiddleware(project, extensions);
  const left = found !== undefined && services.middleware === false;
  if (left && services.load !== undefined) {
    services.logger.warn(`${found.file} is left out (middleware: false): the checks it makes are missing.`);
  }
  const middleware =
    found === undefined || left
      ? undefined
      : middlewareOf(found, { project, services, rules, bodyLimit: readBodyLimit(config) });
  const names = ["", "src"].flatMap((folder) =>
    [...extensions, "mjs"].flatMap((extension) =>
      NAMES.map((name) => join(project.dir, folder, `${name}.${extension}`)),
    ),
  );
  return {
    extensions,
    services,
    shared: {
      surroundings: surroundingsOf(rules, middleware),
      compile: compileOf(options, middleware && found, project.dir),
      companions: [
        ...(config.exists ? [config.file] : []),
        ...(middleware === undefined ? [] : [found!.file]),
      ],
      watch: [...names, ...config.watch],
    },
  };
}

interface Parts {
  readonly project: Project;
  readonly services: Services;
  readonly rules: NextRules;
  readonly bodyLimit: BodyLimit;
}

function middlewareOf(found: MiddlewareFile, { project, services, rules, bodyLimit }: Parts): Middleware {
  const { basePath, locales, forward } = rules;
  return new Middleware({ ...found, dir: project.dir, basePath, locales, bodyLimit, forward }, services);
}

/** Nothing where the project has no stage, and paths are read as usual. */
function surroundingsOf(rules: NextRules, middleware: Middleware | undefined): Surroundings | undefined {
  const { target, own, route, forwards, afterFiles, fallback, lines } = rules;
  const before = [...rules.before, ...(middleware === undefined ? [] : [middleware]), ...rules.beforeFiles];
  const count = before.length + afterFiles.length + fallback.length;
  if (count === 0 && route === undefined) return undefined;
  return {
    before,
    afterFiles,
    fallback,
    target,
    own,
    route,
    forwards,
    lines: linesOf(lines, middleware),
    load: (modules) => middleware?.load(modules),
  };
}

/** In the order in which they apply. */
function linesOf(lines: readonly RuleLine[], middleware: Middleware | undefined): Surroundings["lines"] {
  const shown = lines.map(({ kind, rule }) => ({
    kind,
    source: rule.source,
    does:
      "headers" in rule
        ? rule.headers.map(({ key, value }) => `${key}: ${value}`).join(", ")
        : `${"statusCode" in rule ? `${rule.statusCode} ` : ""}${rule.destination}`,
    when: [
      ...(rule.has ?? []).map((each) => whenOf(each, "")),
      ...(rule.missing ?? []).map((each) => whenOf(each, "no ")),
    ],
  }));
  const order = (kind: string): number => ["redirect", "header", "middleware"].indexOf(kind);
  const first = shown
    .filter(({ kind }) => order(kind) !== -1)
    .toSorted((a, b) => order(a.kind) - order(b.kind));
  const guard =
    middleware === undefined ? [] : [{ kind: "middleware", source: "", does: middleware.name, when: [] }];
  return [...first, ...guard, ...shown.filter(({ kind }) => order(kind) === -1)];
}

function whenOf(
  { type, key, value }: { type: string; key?: string | undefined; value?: string | undefined },
  no: string,
): string {
  return `${no}${type}${key === undefined ? "" : ` ${key}`}${value === undefined ? "" : ` = ${value}`}`;
}

function compileOf(
  { define, standIns }: NextOptions,
  middleware: MiddlewareFile | undefined,
  dir: string,
): CompileSettings {
  const base =
    middleware?.kind === "middleware" ? edgeCompile(realPath(join(dir, middleware.file))) : nextCompile;
  return { ...base, define, ...standIns };
}

import { join } from "node:path";
import type { CompileSettings } from "../../compile/settings.ts";
import type { Project, Services, Surroundings } from "../../convention.ts";
import { realPath } from "../../compile/source.ts";
import { Middleware } from "./middleware.ts";
import { findMiddleware } from "./middleware-file.ts";
import { edgeCompile, nextCompile } from "./runtime.ts";

/** What the conventions of Next share in one project: its config, its middleware. */
export interface OpenNext {
  readonly surroundings: Surroundings | undefined;
  readonly compile: CompileSettings;
  /** Relative to the project. */
  readonly companions: readonly string[];
  /** Absolute. */
  readonly watch: readonly string[];
}

const MEBIBYTE = 1024 * 1024;
/** Next's default for `experimental.proxyClientMaxBodySize`. */
const BODY_LIMIT = { bytes: 10 * MEBIBYTE, text: "10mb" };
const NAMES = ["middleware", "proxy"];

/** One for each time that a project is opened, however many conventions it has. */
const opened = new WeakMap<Services, OpenNext>();

/** @param pageExtensions of route files, which a middleware may have too */
export function openNext(project: Project, services: Services, pageExtensions: readonly string[]): OpenNext {
  const known = opened.get(services);
  if (known !== undefined) return known;
  const next = open(project, services, pageExtensions);
  opened.set(services, next);
  return next;
}

function open(project: Project, services: Services, pageExtensions: readonly string[]): OpenNext {
  const found = findMiddleware(project, pageExtensions);
  const watch = ["", "src"].flatMap((folder) =>
    [...pageExtensions, "mjs"].flatMap((extension) =>
      NAMES.map((name) => join(project.dir, folder, `${name}.${extension}`)),
    ),
  );
  if (found === undefined) return { surroundings: undefined, compile: nextCompile, companions: [], watch };
  if (services.middleware === false) {
    if (services.load !== undefined)
      services.logger.warn(`${found.file} is left out (middleware: false): the checks it makes are missing.`);
    return { surroundings: undefined, compile: nextCompile, companions: [], watch };
  }
  const middleware = new Middleware({ ...found, dir: project.dir, bodyLimit: BODY_LIMIT }, services);
  return {
    surroundings: {
      before: [middleware],
      afterFiles: [],
      fallback: [],
      load: (modules) => middleware.load(modules),
    },
    compile: found.kind === "proxy" ? nextCompile : edgeCompile(realPath(join(project.dir, found.file))),
    companions: [found.file],
    watch,
  };
}

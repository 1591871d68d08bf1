import { type RouteConfig, readConfig, type RouteDefaults } from "../conventions/pages-api/config.ts";
import type { Convention } from "../convention.ts";
import { PAGE_EXTENSIONS, pagesApi } from "../conventions/pages-api/index.ts";
import { RouteError } from "../error.ts";
import { derivePreviewKeys } from "../http/seal.ts";
import { type Place, readStaticExports, type StaticExport } from "../load/static.ts";

const DEFAULTS: RouteDefaults = {
  compress: true,
  dev: false,
  logger: console,
  preview: () => derivePreviewKeys(),
  queryParser: "simple",
};

/** The convention as the server has it, for looking at files. */
export function conventionWith(pageExtensions: readonly string[] = PAGE_EXTENSIONS): Convention {
  return pagesApi({ ...DEFAULTS, pageExtensions });
}

/** Exports that Next reads without running the file. */
const NAMES = ["config", "runtime", "maxDuration", "preferredRegion"] as const;
export type StaticExports = ReadonlyMap<(typeof NAMES)[number], StaticExport>;

export interface StaticConfig {
  /** The settings, or undefined where only the running program knows them. */
  readonly settings: RouteConfig | undefined;
  /** The exports that they were read from. */
  readonly exports: StaticExports;
}

/** A mistake in a route's configuration, and where it is written. */
export class ConfigError extends RouteError {
  readonly place: Place;
  /** The message without the place. */
  readonly reason: string;

  constructor(reason: string, file: string, place: Place) {
    super("ROUTE_CONFIG", `${file}:${place.line}:${place.column}: ${reason}`, { file });
    this.place = place;
    this.reason = reason;
  }
}

/**
 * Reads a route's settings without running it, and checks them as the server does at load.
 *
 * @param file relative to the project
 * @throws ConfigError that says what to write; RouteError ROUTE_COMPILE for a syntax error
 */
export async function readStaticConfig(dir: string, file: string): Promise<StaticConfig> {
  const exports = await readStaticExports(dir, file, NAMES);
  const config = exports.get("config");
  if (config?.kind === "dynamic") return { settings: undefined, exports };
  try {
    const module = { config: config?.value, maxDuration: staticValue(exports.get("maxDuration")) };
    return { settings: readConfig(module, DEFAULTS), exports };
  } catch (error) {
    if (!(error instanceof RouteError) || config === undefined) throw error;
    const key = /^`(?:[\w.]+\.)?(\w+)`/.exec(error.message)?.[1];
    throw new ConfigError(error.message, file, config.place(key));
  }
}

function staticValue(found: StaticExport | undefined): unknown {
  return found?.kind === "static" ? found.value : undefined;
}

import { type RouteConfig, readConfig, type RouteDefaults } from "../conventions/pages-api/config.ts";
import { RouteError } from "../error.ts";
import { derivePreviewKeys } from "../http/seal.ts";
import { realPath } from "../compile/source.ts";
import { exportsOf, readStaticExports, type Spot, type StaticExport } from "../syntax/static.ts";
import { spotAt } from "./members.ts";
import { survey, type Surveyed } from "./survey.ts";

const DEFAULTS: RouteDefaults = {
  compress: true,
  dev: false,
  logger: console,
  preview: () => derivePreviewKeys(),
  queryParser: "simple",
};

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
  readonly spot: Spot;
  /** The message without the place. */
  readonly reason: string;

  constructor(reason: string, spot: Spot) {
    const { file, line, column } = spot;
    super("ROUTE_CONFIG", `${file}:${line}:${column}: ${reason}`, { file });
    this.spot = spot;
    this.reason = reason;
  }
}

/** The program of a route with its local imports. */
type Program = Pick<Surveyed, "code" | "positions">;

/**
 * Reads a route's settings without running it, and checks them as the server does at load. What the route takes from
 * another file of the project is read there.
 *
 * @param file relative to the project
 * @param program where it is known already
 * @throws ConfigError that says what to write; RouteError ROUTE_COMPILE for a syntax error
 */
export async function readStaticConfig(dir: string, file: string, program?: Program): Promise<StaticConfig> {
  const exports = await readExports(dir, file, program);
  const config = exports.get("config");
  const isDynamic = config?.kind === "dynamic";
  try {
    const runtime = staticValue(exports.get("runtime"));
    // Of a config that is not known, `maxDuration` may be another.
    const maxDuration = isDynamic ? undefined : staticValue(exports.get("maxDuration"));
    const settings = readConfig({ config: staticValue(config), runtime, maxDuration }, DEFAULTS);
    return { settings: isDynamic ? undefined : settings, exports };
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    const [name, ...keys] = (/^`([\w.]+)`/.exec(error.message)?.[1] ?? "").split(".");
    const found = exports.get(name as (typeof NAMES)[number]);
    if (found?.kind !== "static") throw error;
    throw new ConfigError(error.message, found.place(keys.at(-1)));
  }
}

async function readExports(dir: string, file: string, program?: Program): Promise<StaticExports> {
  const exports = await readStaticExports(dir, file, NAMES);
  const unknown = NAMES.filter((name) => exports.get(name)?.kind === "dynamic");
  if (unknown.length === 0) return exports;
  const { code, positions } = program ?? (await survey(realPath(dir), [file], [])).get(file)!;
  const known = [...exports].filter(([, found]) => found.kind === "static");
  return new Map([...known, ...exportsOf(code, unknown, (index) => spotAt(code, positions, index))]);
}

function staticValue(found: StaticExport | undefined): unknown {
  return found?.kind === "static" ? found.value : undefined;
}

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import type { Project, Services } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { sourceFrame } from "../../project/import.ts";
import { openSources } from "../../project/loader.ts";
import { DEFAULT_CONFIG } from "./config-defaults.ts";

/** What next.config says, as it is written there. */
export type RawConfig = Readonly<Record<string, unknown>>;

export interface LoadedConfig {
  readonly raw: RawConfig;
  /** The file, relative to the project; `next.config` where there is none. */
  readonly file: string;
  /** Whether there is such a file. */
  readonly exists: boolean;
  /** Files (absolute) whose change makes it another config. */
  readonly watch: readonly string[];
}

/** In Next's order. */
const CONFIG_NAMES = ["js", "mjs", "ts", "mts", "cjs"].map((extension) => `next.config.${extension}`);

/**
 * Finds and runs the next.config of a project: an object, a function of the phase, or a promise of either.
 *
 * @throws RouteError NEXT_CONFIG that names the file, and the line where it has thrown
 */
export async function loadConfig(project: Project, services: Services): Promise<LoadedConfig> {
  const { dir, files } = project;
  const given = services.nextConfig;
  const watch =
    typeof given === "object" || given === false ? [] : CONFIG_NAMES.map((name) => join(dir, name));
  if (given === false) return { raw: {}, file: "next.config", exists: false, watch };
  if (typeof given === "object") return { raw: given, file: "nextConfig", exists: false, watch };
  const name = given ?? CONFIG_NAMES.find((each) => files?.includes(each) ?? existsSync(join(dir, each)));
  if (name === undefined) return { raw: {}, file: "next.config", exists: false, watch };
  const path = resolve(dir, name);
  const { module, inputs } = await importConfig(path, project, services);
  return {
    raw: await evaluate(module, name, phaseOf(project.dev)),
    file: name,
    exists: true,
    watch: [...watch, ...inputs],
  };
}

export interface Imported {
  readonly module: unknown;
  readonly inputs: Iterable<string>;
}

/** A build has it compiled; else it is compiled beside the routes, whose settings it may decide. */
async function importConfig(
  path: string,
  { dir, dev, files }: Project,
  services: Services,
): Promise<Imported> {
  if (files !== undefined && services.load !== undefined) {
    return { module: await services.load(path), inputs: [] };
  }
  return importSource(path, dir, dev);
}

/** Compiles a file that stands beside the routes, and runs it. */
export async function importSource(path: string, dir: string, dev: boolean): Promise<Imported> {
  const loader = await openSources(dir, dev);
  try {
    const loaded = await loader.load([path]);
    return { module: await loaded.import(path), inputs: loaded.inputs };
  } finally {
    await loader.dispose();
  }
}

/** As `next/constants` names them. What counts for an API, Next takes from its build, so that it is the same at start. */
function phaseOf(dev: boolean): string {
  return dev ? "phase-development-server" : "phase-production-build";
}

async function evaluate(module: unknown, file: string, phase: string): Promise<RawConfig> {
  const exported = (module as { default?: unknown } | undefined)?.default ?? module;
  try {
    const value: unknown =
      typeof exported === "function"
        ? await (exported as (...args: unknown[]) => unknown)(phase, { defaultConfig: DEFAULT_CONFIG })
        : await exported;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as RawConfig;
  } catch (cause) {
    throw configError(file, "it failed while it ran", cause);
  }
  throw new RouteError("NEXT_CONFIG", `${file} does not export a config. Write: export default { … }`, {
    file,
  });
}

/**
 * @param what is wrong, as the end of "next.config.js: …"
 * @param key the option, as a path from the config: `experimental.proxyTimeout`
 */
export function configError(file: string, what: string, cause?: unknown, key?: string): RouteError {
  const reason =
    cause === undefined
      ? ""
      : `. ${cause instanceof Error ? `${cause.name}: ${cause.message}` : inspect(cause)}`;
  const frame = sourceFrame(cause);
  const place = frame && `${frame.file}:${frame.line}:${frame.column}`;
  const where = place === undefined ? "" : `\n  at ${place}`;
  return new RouteError("NEXT_CONFIG", `${file}: ${what}${reason}${where}`, {
    file,
    cause,
    key: key && `default.${key}`,
  });
}

/** A value that an option cannot have. */
export function invalidOption(file: string, key: string, what: string): RouteError {
  return configError(file, what, undefined, key);
}

/** @param key the option, as a path from the config: `experimental.proxyTimeout` */
export function numberOf(file: string, key: string, value: unknown, unit: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= 0) return value;
  throw invalidOption(file, key, `\`${key}\` is ${inspect(value)}. Write a number of ${unit}.`);
}

/** @param example what to write, as code */
export function objectOf(file: string, key: string, value: unknown, example: string): object | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw invalidOption(file, key, `\`${key}\` is ${inspect(value)}. Write an object such as ${example}.`);
}

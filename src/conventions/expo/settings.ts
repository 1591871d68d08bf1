import { readFileSync } from "node:fs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project, Services } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import type { ConfigHeaders } from "./answer.ts";

/** A redirect or rewrite of the expo-router plugin. */
export interface PathRule {
  readonly source: string;
  readonly destination: string;
  readonly permanent?: boolean;
  readonly methods?: readonly string[];
}

/** What the app config says to the expo-router plugin, as far as a server needs it. */
export interface RouterSettings {
  /** The folder of the routes. Default: `app`, or `src/app`. */
  readonly root?: string | undefined;
  readonly redirects: readonly PathRule[];
  readonly rewrites: readonly PathRule[];
  readonly headers?: ConfigHeaders | undefined;
  /** Whether `+middleware.ts` runs. */
  readonly middleware: boolean;
  /** Where the app is served, as its config says. */
  readonly origin?: string | undefined;
}

const STATIC = ["app.json", "app.config.json"];
const DYNAMIC = ["app.config.ts", "app.config.js"];

/** The files of the app config that a project has, relative to it. */
export function configFiles({ dir, files }: Pick<Project, "dir" | "files">): string[] {
  return [...STATIC, ...DYNAMIC].filter((file) => files?.includes(file) ?? existsSync(join(dir, file)));
}

/**
 * Reads the app config as Expo does: `app.json` first, which `app.config.ts` or `.js` gets and completes.
 *
 * @returns `undefined` where only the running program knows, and nothing may be run
 * @throws RouteError ROUTE_CONFIG
 */
export async function readSettings(
  project: Project,
  { load }: Pick<Services, "load">,
): Promise<RouterSettings | undefined> {
  const found = configFiles(project);
  const json = found.find((file) => STATIC.includes(file));
  const program = found.find((file) => DYNAMIC.includes(file));
  const written = json === undefined ? {} : await readJson(project.dir, json, load);
  const base = (written as { expo?: unknown }).expo ?? written;
  if (program === undefined) return settingsOf(base, json ?? "app.json");
  if (load === undefined) return undefined;
  return settingsOf(await evaluate(await load(join(project.dir, program)), base, project.dir), program);
}

async function readJson(dir: string, file: string, load: Services["load"]): Promise<object> {
  if (load !== undefined) {
    const module = (await load(join(dir, file))) as { default?: unknown };
    return Object(module.default ?? module) as object;
  }
  try {
    return Object(JSON.parse(readFileSync(join(dir, file), "utf8"))) as object;
  } catch (cause) {
    throw invalid(file, `it is not valid JSON: ${(cause as Error).message}`);
  }
}

async function evaluate(module: unknown, config: unknown, projectRoot: string): Promise<unknown> {
  let value = (module as { default?: unknown }).default ?? module;
  if (typeof value === "function") {
    value = await (value as (context: object) => unknown)({ config, projectRoot });
  }
  return (value as { expo?: unknown } | undefined)?.expo ?? value;
}

function settingsOf(config: unknown, file: string): RouterSettings {
  const { plugins = [] } = Object(config) as { plugins?: unknown };
  if (!Array.isArray(plugins)) throw invalid(file, "`plugins` is not an array");
  const plugin = (plugins as unknown[]).find((each) => Array.isArray(each) && each[0] === "expo-router") as
    | [string, Readonly<Record<string, unknown>>?]
    | undefined;
  const options = plugin?.[1] ?? {};
  return {
    root: typeof options["root"] === "string" ? options["root"].replace(/^\.\//, "") : undefined,
    redirects: rulesOf(options["redirects"], "redirects", file),
    rewrites: rulesOf(options["rewrites"], "rewrites", file),
    headers: options["headers"] as ConfigHeaders | undefined,
    middleware: options["unstable_useServerMiddleware"] === true,
    origin: typeof options["origin"] === "string" ? options["origin"] : undefined,
  };
}

function rulesOf(value: unknown, name: string, file: string): PathRule[] {
  if (value === undefined) return [];
  const isRule = (rule: unknown): boolean => {
    const { source, destination, methods } = Object(rule) as Partial<PathRule>;
    const isList = methods === undefined || Array.isArray(methods);
    return typeof source === "string" && typeof destination === "string" && isList;
  };
  if (Array.isArray(value) && value.every(isRule)) return value as PathRule[];
  throw invalid(
    file,
    `\`${name}\` of the expo-router plugin is not a list of rules. Write: [{ "source": "/old", "destination": "/new" }]`,
  );
}

function invalid(file: string, reason: string): RouteError {
  return new RouteError("ROUTE_CONFIG", `${file} cannot be read: ${reason}`, { file });
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Project, Services } from "../../convention.ts";
import { Mistakes, RouteError } from "../../error.ts";
import { placesIn } from "../../syntax/config-places.ts";
import type { SlashRule } from "../../routing/ranked-node.ts";
import type { EnvSchema } from "../../stand-ins/astro/env-schema.ts";
import { configSettings } from "./modules.ts";

/** Which hosts may say where a request was sent to; `hostname` may begin with `*.` or `**.`. */
export interface DomainPattern {
  readonly protocol?: string | undefined;
  readonly hostname?: string | undefined;
  readonly port?: string | undefined;
}

export type Redirect = string | { readonly destination: string; readonly status: number };
export type Locale = string | { readonly path: string; readonly codes: readonly string[] };

/** What of astro.config is read. */
export interface AstroConfig {
  /** The file itself, relative to the project. */
  readonly file: string;
  readonly site: string | undefined;
  /** Without a slash at its end, unless it is `/`. */
  readonly base: string;
  readonly trailingSlash: SlashRule;
  readonly output: "static" | "server";
  readonly outDir: string;
  readonly srcDir: string;
  readonly redirects: Readonly<Record<string, Redirect>>;
  readonly checkOrigin: boolean;
  readonly allowedDomains: readonly DomainPattern[];
  readonly locales: readonly Locale[];
  readonly defaultLocale: string | undefined;
  readonly envSchema: EnvSchema;
  /** `build.format`: how the pages of redirects are named. */
  readonly format: "directory" | "file" | "preserve";
  /** What a second static answer of one path is. */
  readonly conflict: "error" | "warn" | "ignore";
  /** `build.redirects`: whether redirects have pages in a static site. */
  readonly writesRedirects: boolean;
  /** `build.concurrency`: how many static endpoints are made at a time. */
  readonly concurrency: number;
  /** The names of integrations, which are not run. */
  readonly integrations: readonly string[];
}

/** The name that the stand-in of an integration has: the import names it. */
const STOOD_IN = "integration";
const CONCURRENCY = 8;
const FILES = ["astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.mts"];

/** The config file of a project, relative to it. */
export function findConfig({ dir, files }: Project): string | undefined {
  return FILES.find((file) => files?.includes(file) ?? existsSync(join(dir, file)));
}

/**
 * Reads the config of a project by running it; its integrations are not run. Without a config, all is Astro's default.
 *
 * @throws RouteError `FRAMEWORK_CONFIG` for a value that is wrong, with what to write instead
 */
export async function loadConfig(project: Project, services: Services): Promise<AstroConfig> {
  const file = findConfig(project);
  if (file === undefined) return readConfig({}, FILES[0]!);
  const imports = new Set<string>();
  const load = services.load ?? services.loadConfig;
  const path = join(project.dir, file);
  const module = (await load?.(path, configSettings(imports))) as { default?: unknown };
  const given = typeof module.default === "function" ? (module.default as () => unknown)() : module.default;
  try {
    const config = readConfig(await given, file);
    return { ...config, integrations: [...imports, ...config.integrations] };
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    throw (await placesIn(file, project.dir))?.locate(error) ?? error;
  }
}

/** @param given the default export of the config file */
export function readConfig(given: unknown, file: string): AstroConfig {
  if (typeof given !== "object" || given === null) {
    throw invalid(file, "the default export", given, "export default defineConfig({ … })");
  }
  const config = given as Readonly<Record<string, any>>;
  const { site, base = "/", trailingSlash = "ignore", output = "static", i18n, security } = config;
  const { format = "directory", redirects: writesRedirects } = (config["build"] ?? {}) as Record<string, any>;
  const conflict: unknown = config["prerenderConflictBehavior"] ?? "warn";
  const mistakes = new Mistakes();
  const expect = (isRight: boolean, key: string, value: unknown, cure: string): void => {
    if (!isRight) mistakes.add(invalid(file, `\`${key}\``, value, cure, key));
  };
  const oneOf = (key: string, value: unknown, values: readonly string[]): void => {
    const list = values.map((each) => JSON.stringify(each)).join(" or ");
    expect(typeof value === "string" && values.includes(value), key, value, `${key}: ${list}`);
  };
  const isUrl = site === undefined || URL.canParse(site as string);
  expect(isUrl, "site", site, 'site: "https://example.com"');
  oneOf("trailingSlash", trailingSlash, ["ignore", "always", "never"]);
  oneOf("prerenderConflictBehavior", conflict, ["error", "warn", "ignore"]);
  oneOf("build.format", format, ["directory", "file", "preserve"]);
  oneOf("output", output, ["static", "server", "hybrid"]);
  expect(typeof base === "string", "base", base, 'base: "/docs"');
  mistakes.throwAny();
  return {
    file,
    site: site as string | undefined,
    base: `/${(base as string).replace(/^\/+|\/+$/g, "")}`,
    trailingSlash,
    output: output === "server" ? "server" : "static",
    outDir: folder(config["outDir"], "dist"),
    srcDir: folder(config["srcDir"], "src"),
    redirects: (config["redirects"] ?? {}) as AstroConfig["redirects"],
    checkOrigin: security?.checkOrigin !== false,
    allowedDomains: (security?.allowedDomains ?? []) as DomainPattern[],
    locales: (i18n?.locales ?? []) as Locale[],
    defaultLocale: i18n?.defaultLocale as string | undefined,
    envSchema: (config["env"]?.schema ?? {}) as EnvSchema,
    format,
    conflict: conflict as AstroConfig["conflict"],
    writesRedirects: writesRedirects !== false,
    concurrency: (config["build"]?.concurrency ?? CONCURRENCY) as number,
    integrations: namesOf([config["integrations"]]),
  };
}

/** A folder of the config, relative to the project. */
function folder(value: unknown, otherwise: string): string {
  if (typeof value !== "string") return otherwise;
  return value.replace(/^\.?\/+|\/+$/g, "") || ".";
}

function namesOf(values: readonly unknown[]): string[] {
  return values
    .flat(Infinity)
    .map((each) => (each as { name?: unknown } | undefined)?.name)
    .filter((name): name is string => typeof name === "string" && name !== STOOD_IN);
}

function invalid(file: string, what: string, value: unknown, cure: string, key?: string): RouteError {
  return new RouteError("FRAMEWORK_CONFIG", `${file}: ${what} is ${inspect(value)}. Write ${cure}.`, {
    file,
    key: key && `default.${key}`,
  });
}

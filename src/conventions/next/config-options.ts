import { resolve } from "node:path";
import { type RuntimeConfig, setConfig } from "../../stand-ins/next/config.ts";
import type { CompileSettings } from "../../compile/settings.ts";
import type { Project, Services } from "../../convention.ts";
import type { Mistakes } from "../../error.ts";
import { invalidOption, type LoadedConfig, objectOf } from "./config.ts";
import { PAGE_EXTENSIONS } from "./page-extensions.ts";

/** What next.config says of how routes are found, compiled and answered. */
export interface NextOptions {
  readonly extensions: readonly string[];
  readonly compress: boolean;
  /** Whether a build is to be files alone: `output: "export"`. */
  readonly isExport: boolean;
  /** `env`, as expressions that the compiler replaces. */
  readonly define: NonNullable<CompileSettings["define"]>;
  /** `typescript.tsconfigPath`, absolute. */
  readonly tsconfig: string | undefined;
  readonly transpile: readonly string[];
}

/** Names that Next refuses in `env`: it needs them itself. */
const RESERVED = /^(?:__|NODE_)/;

/**
 * Reads the options of a next.config that decide how an API answers.
 *
 * @param mistakes gets a RouteError NEXT_CONFIG for each option that is invalid
 */
export function readOptions(
  config: LoadedConfig,
  services: Services,
  project: Project,
  mistakes: Mistakes,
): NextOptions {
  const { raw, file } = config;
  const attempt = <T>(read: () => T, fallback: T): T => mistakes.attempt(read, fallback);
  setRuntimeConfig(raw);
  return {
    extensions:
      services.pageExtensions ??
      project.pageExtensions ??
      attempt(() => extensionsOf(raw["pageExtensions"], file), PAGE_EXTENSIONS),
    compress:
      services.isCompressGiven === true ? services.compress : services.compress && raw["compress"] !== false,
    isExport: raw["output"] === "export",
    tsconfig: attempt(() => tsconfigOf(raw["typescript"], file, project.dir), undefined),
    define: { ...attempt(() => defineOf(raw["env"], file), {}), ...compilerDefineOf(raw["compiler"]) },
    transpile: attempt(() => namesOf(raw, "transpilePackages", file), []),
  };
}

/** A build has no use for it: whether there is such a file, the compiler says. */
function tsconfigOf(typescript: unknown, file: string, dir: string): string | undefined {
  const { tsconfigPath: path } = Object(typescript) as { tsconfigPath?: unknown };
  if (path === undefined) return undefined;
  if (typeof path === "string" && path !== "") return resolve(dir, path);
  const text = JSON.stringify(path);
  throw invalidOption(
    file,
    "typescript.tsconfigPath",
    `\`typescript.tsconfigPath\` is ${text}. Write the path of a tsconfig.json.`,
  );
}

function extensionsOf(value: unknown, file: string): readonly string[] {
  if (value === undefined) return PAGE_EXTENSIONS;
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === "string" && each !== "")
  ) {
    return value as string[];
  }
  throw invalidOption(
    file,
    "pageExtensions",
    `\`pageExtensions\` is ${JSON.stringify(value)}. Write an array such as ["ts", "js"].`,
  );
}

function defineOf(env: unknown, file: string): Record<string, string> {
  const define: Record<string, string> = {};
  const variables = objectOf(file, "env", env, '{ NAME: "value" }') ?? {};
  for (const [name, value] of Object.entries(variables) as [string, unknown][]) {
    if (RESERVED.test(name) || name === "NEXT_RUNTIME") {
      throw invalidOption(
        file,
        `env.${name}`,
        `The name ${JSON.stringify(name)} in \`env\` is not allowed. Choose another one.`,
      );
    }
    if (!/^[A-Za-z_$][\w$]*$/.test(name) || value === undefined || value === null) continue;
    define[`process.env.${name}`] = JSON.stringify(typeof value === "string" ? value : `${value as number}`);
  }
  return define;
}

/** Values that Next has its compiler put into the program: `compiler.define`, `compiler.defineServer`. */
function compilerDefineOf(compiler: unknown): Record<string, string> {
  const { define, defineServer } = Object(compiler) as Readonly<Record<string, object | undefined>>;
  const values = Object.entries({ ...define, ...defineServer }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(values.map(([name, value]) => [name, JSON.stringify(value)]));
}

function namesOf(raw: LoadedConfig["raw"], name: string, file: string): readonly string[] {
  const value = raw[name] ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw invalidOption(
    file,
    name,
    `\`${name}\` is ${JSON.stringify(value)}. Write an array of package names.`,
  );
}

/** Read by the stand-in for `next/config`. */
function setRuntimeConfig(raw: LoadedConfig["raw"]): void {
  const { serverRuntimeConfig = {}, publicRuntimeConfig = {} } = raw;
  setConfig({ serverRuntimeConfig, publicRuntimeConfig } as RuntimeConfig);
}

import { resolve, dirname } from "node:path";
import { parse, type TSConfckParseResult } from "tsconfck";
import { findUp } from "../compile/source.ts";

/** A name that imports may begin with, or have, and the paths (absolute) that it stands for; `*` is the rest of it. */
export interface Alias {
  readonly pattern: string;
  readonly targets: readonly string[];
}

/** The tsconfig.json of a project, with all that it extends. */
export interface TsConfig {
  /** It and what it extends, absolute; empty where there is none. */
  readonly files: readonly string[];
  /** Its compiler options, with absolute paths; `undefined` for a file that cannot be read. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
  /** Of `paths`, then of `baseUrl`. */
  readonly aliases: readonly Alias[];
}

const NONE: TsConfig = { files: [], options: {}, aliases: [] };

/** The tsconfig.json, or jsconfig.json, of a folder, or else of the nearest one above it. */
export function findTsConfig(dir: string): string | undefined {
  return findUp(dir, "tsconfig.json", "jsconfig.json");
}

/**
 * Reads a tsconfig.json.
 *
 * @param file absolute; default: none
 */
export async function readTsConfig(file: string | undefined): Promise<TsConfig> {
  if (file === undefined) return NONE;
  try {
    return configOf(await parse(file));
  } catch {
    // The compiler says what is wrong with it, and where.
    return { files: [file], options: undefined, aliases: [] };
  }
}

interface Paths {
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

function configOf({ tsconfigFile, tsconfig, extended = [] }: TSConfckParseResult): TsConfig {
  const options = (tsconfig as { compilerOptions?: Readonly<Record<string, unknown>> }).compilerOptions ?? {};
  const { baseUrl, paths = {} } = options as Paths;
  const base = baseUrl === undefined ? undefined : resolve(dirname(tsconfigFile), baseUrl);
  // Without `baseUrl`, paths start at the file that has them.
  const owner = extended.find(
    (each) => (each.tsconfig as { compilerOptions?: Paths }).compilerOptions?.paths,
  );
  const from = base ?? dirname(owner?.tsconfigFile ?? tsconfigFile);
  const aliases = Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => resolve(from, target)),
  }));
  const absolute = Object.fromEntries(aliases.map(({ pattern, targets }) => [pattern, targets]));
  return {
    files: [...new Set([tsconfigFile, ...extended.map((each) => each.tsconfigFile)])],
    options: {
      ...options,
      ...(base !== undefined && { baseUrl: base }),
      ...(aliases.length > 0 && { paths: absolute }),
    },
    aliases: base === undefined ? aliases : [...aliases, { pattern: "*", targets: [resolve(base, "*")] }],
  };
}

/** The paths (absolute) that an import of a name may be of by `paths`, not by `baseUrl`. */
export function targetsOf(name: string, aliases: readonly Alias[]): string[] {
  const found = aliases
    .filter(({ pattern }) => pattern !== "*" && matches(name, pattern))
    // An exact name before a pattern, and the longest beginning first.
    .toSorted((a, b) => rank(b.pattern) - rank(a.pattern))[0];
  if (found === undefined) return [];
  const rest = found.pattern.includes("*")
    ? name.slice(found.pattern.indexOf("*"), name.length - suffixOf(found.pattern).length)
    : "";
  return found.targets.map((target) => target.replace("*", () => rest));
}

function matches(name: string, pattern: string): boolean {
  if (!pattern.includes("*")) return name === pattern;
  const start = pattern.slice(0, pattern.indexOf("*"));
  const end = suffixOf(pattern);
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

function suffixOf(pattern: string): string {
  return pattern.slice(pattern.indexOf("*") + 1);
}

function rank(pattern: string): number {
  return pattern.includes("*") ? pattern.indexOf("*") : Infinity;
}

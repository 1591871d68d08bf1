import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve as resolvePath } from "node:path";
import { isBuiltin } from "node:module";
import type { BuildFailure, Metafile, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { build } from "../compile/esbuild.ts";
import { compileError, NAMES, noLoader } from "../compile/diagnostic.ts";
import { compilerOptions, isStyle } from "../compile/esbuild-options.ts";
import { isPackageFile } from "../compile/package-file.ts";
import { isRemote, unresolved } from "../compile/resolve.ts";
import { sourceName, unreadable } from "../compile/source.ts";
import { type Prepared, prepare } from "../compile/prepare.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { type Alias, findTsConfig, readTsConfig } from "../project/tsconfig.ts";
import { frameworkModuleName } from "../stand-ins/index.ts";
import { Gaps, type Problem } from "./gaps.ts";

/** What the compiler knows of the modules of a project, without running any of it. */
export interface Survey {
  /** The local modules that each one imports, by the name that it is imported by; all absolute. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Syntax errors and imports that find nothing. */
  readonly problems: readonly Problem[];
  /** Packages that wait to be installed. */
  readonly uninstalled: ReadonlySet<string>;
  /** Files of packages that are imported, absolute. */
  readonly packages: ReadonlySet<string>;
  /** A file and all local modules that it imports, near or far. */
  closure(file: string): ReadonlySet<string>;
}

const SKIP = Symbol("skip");
const ENTRY = "pages-api-entry:";
const ENTRIES = "<entries>";
const STYLES = /\.(?:css|scss|sass)$/;

/**
 * Finds the modules of a project with the compiler, all of them in one pass, each once.
 *
 * @param dir the project, a real path
 * @param entries absolute, real
 * @param standIn whether this package has a module of that name
 */
export async function survey(
  dir: string,
  entries: readonly string[],
  { standIn, transpile, tsconfig }: Pick<CompileSettings, "standIn" | "transpile" | "tsconfig"> = {},
): Promise<Survey> {
  const config = await readTsConfig(tsconfig ?? findTsConfig(dir));
  const gaps = new Gaps(dir, config.aliases);
  const prepared = new Map<string, Prepared>();
  const packages = new Set<string>();
  const contents = entries.map((_, index) => `import "${ENTRY}${index}";`).join("\n");
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each pass goes around the mistakes that the one before has met
      const { metafile } = await build({
        ...compilerOptions(dir, dir, {}, config),
        sourcemap: false,
        format: "esm",
        stdin: { contents, resolveDir: dir, sourcefile: ENTRIES },
        metafile: true,
        write: false,
        plugins: [
          gaps.plugin,
          localPlugin(dir, entries, { standIn, transpile }, packages),
          patternPlugin(dir, config.aliases, gaps, prepared),
        ],
      });
      return surveyOf(dir, metafile.inputs, gaps, packages);
    } catch (error) {
      const { errors: met = [] } = error as Partial<BuildFailure>;
      // What the system refuses, such as a file that this user may not read, is said as such.
      const refused = met.map(({ detail }) => detail as unknown).find(isSystemError);
      if (refused !== undefined) throw refused;
      const errors = met.map((message) => {
        const file = message.location && resolvePath(dir, message.location.file);
        return (file && prepared.get(file)?.placed(message)) || message;
      });
      if (!gaps.add(errors)) throw errors[0] ? compileError(errors[0], dir, dir) : error;
    }
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Another version of Node may have it: the build leaves it to that one. */
function isUnknownBuiltin({ path, kind }: Pick<OnResolveArgs, "kind" | "path">): boolean {
  return kind === "import-statement" && path.startsWith("node:") && !isBuiltin(path);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What an import by a pattern may be of is imported, and so are workers. */
const patternPlugin = (
  dir: string,
  aliases: readonly Alias[],
  gaps: Gaps,
  known: Map<string, Prepared>,
): Plugin => ({
  name: "patterns",
  setup({ onLoad }) {
    // The compiler itself would take it as a text.
    onLoad({ filter: /\.txt$/ }, ({ path }) => ({ errors: [{ text: noLoader(sourceName(dir, path)) }] }));
    // A name that the file lacks is undefined, as in the build.
    onLoad({ filter: /\.json$/ }, ({ path }) => {
      const failed = unreadable(path);
      if (failed !== undefined) return failed;
      const text = readFileSync(path, "utf8");
      return isJson(text) ? { contents: `module.exports = ${text};`, loader: "js" } : undefined;
    });
    onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      const failed = unreadable(path);
      if (failed !== undefined) return failed;
      const text = readFileSync(path, "utf8");
      const workers: string[] = [];
      const worker = async (name: string): Promise<undefined> => {
        const file = resolvePath(dirname(path), name);
        if (existsSync(file)) workers.push(file);
      };
      const source = await prepare(path, text, { dir, aliases, worker });
      gaps.addRemarks(source?.mistakes ?? [], path);
      gaps.addRemarks(source?.warnings ?? [], path, { rule: "pattern" });
      if (source === undefined || (source.contents === undefined && workers.length === 0)) return undefined;
      known.set(path, source);
      // A worker runs for those who import what starts it.
      const imports = workers.map((file) => `import(${JSON.stringify(file)});`);
      return { contents: [source.contents ?? text, ...imports].join("\n;"), loader: source.loader };
    });
  },
});

/** Packages, styles and Next's modules stay outside. Paths need no plugin: what they name is local. */
const localPlugin = (
  dir: string,
  entries: readonly string[],
  { standIn, transpile }: Pick<CompileSettings, "standIn" | "transpile">,
  packages: Set<string>,
): Plugin => ({
  name: "local",
  setup({ onResolve, resolve }) {
    const known = new Map<string, Promise<OnResolveResult | undefined>>();
    onResolve({ filter: new RegExp(`^${ENTRY}`) }, ({ path }) => ({
      path: entries[Number(path.slice(ENTRY.length))]!,
    }));
    onResolve({ filter: STYLES }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === SKIP || kind === "entry-point") return undefined;
      if (isRemote({ path, kind }) || isUnknownBuiltin({ path, kind })) return unresolved({ path });
      if (kind === "import-statement" && path.startsWith("node:")) return { path, namespace: NAMES };
      if (
        kind === "require-resolve" ||
        /^(?:node|data):/.test(path) ||
        frameworkModuleName(path) !== undefined
      )
        return { path, external: true };
      if (standIn?.(path, resolveDir) !== undefined) return { path, external: true };
      const key = `${resolveDir}\0${kind}\0${path}`;
      let found = known.get(key);
      if (found === undefined) known.set(key, (found = find()));
      return found;

      async function find(): Promise<OnResolveResult | undefined> {
        const result = await resolve(path, { importer, resolveDir, kind, pluginData: SKIP });
        if (result.errors.length > 0 || (result.external && isBuiltin(path))) {
          if (!isBuiltin(path)) return undefined;
          return kind === "import-statement" ? { path, namespace: NAMES } : { path, external: true };
        }
        const outside = result.external || isStyle(result.path) || isPackageFile(result.path, dir, transpile);
        if (outside && !result.external && kind !== "dynamic-import") packages.add(result.path);
        if (!outside) return { path: result.path };
        const isLinked = kind === "import-statement" && !result.external && !isStyle(result.path);
        return isLinked ? { path: result.path, namespace: NAMES } : { path, external: true };
      }
    });
  },
});

function surveyOf(
  dir: string,
  inputs: Metafile["inputs"],
  { problems, uninstalled }: Gaps,
  packages: ReadonlySet<string>,
): Survey {
  const imports = new Map<string, Map<string, string>>();
  for (const [name, input] of Object.entries(inputs)) {
    if (name === ENTRIES || name.startsWith(`${NAMES}:`)) continue;
    const targets = new Map<string, string>();
    for (const { path, original = path, external } of input.imports)
      if (external !== true && !path.startsWith(`${NAMES}:`)) targets.set(original, resolvePath(dir, path));
    imports.set(resolvePath(dir, name), targets);
  }
  return {
    imports,
    problems,
    uninstalled,
    packages,
    closure(file) {
      const found = new Set([file]);
      for (const each of found) for (const target of imports.get(each)?.values() ?? []) found.add(target);
      return found;
    },
  };
}

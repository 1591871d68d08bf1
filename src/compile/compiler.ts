import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { distinct, RouteError } from "../error.ts";
import { isShim } from "../stand-ins/next/modules.ts";
import { versionOf } from "../version.ts";
import { Folders, type Place } from "./folders.ts";
import { Graph } from "./graph.ts";
import { OutputNames, outputText } from "./output.ts";
import { Outputs } from "./output-folder.ts";
import { holdCompiler } from "./service.ts";
import type { CompileSettings } from "./settings.ts";
import { findUp, ownership, realPath, type Source, stampOf } from "./source.ts";
import { formatByName, transform } from "./transform.ts";
import { findTsConfig, readTsConfig, type TsConfig } from "../project/tsconfig.ts";

export interface CompilerOptions {
  /** The project's root: where package.json, tsconfig.json and node_modules are; absolute. */
  readonly dir: string;
  /** Where compiled modules go; default `node_modules/.cache/pages-api`, or `.pages-api` without node_modules. */
  readonly outDir?: string | undefined;
  /** Where they are written, when the caller moves them to `outDir` afterwards. */
  readonly draftDir?: string | undefined;
}

export interface Compiler {
  /**
   * Compiles these route files (absolute paths) and what they import. A broken file never makes it reject:
   * the entries of the routes that need it carry the error. Later calls compile only what has changed.
   *
   * @param salt what modules read while they load, such as the environment; another one gives every module a new URL
   */
  compile(files: readonly string[], salt?: string): Promise<Compilation>;
  /** Sets what is special about the project. Other settings make every module anew. */
  configure(settings: CompileSettings): void;
  /** Waits for what is under way and ends the compiler's process, unless another compiler needs it. */
  dispose(): Promise<void>;
}

export interface Compilation {
  /** By absolute source path, one for each file asked for. */
  readonly routes: ReadonlyMap<string, CompiledRoute>;
  /** One for each broken file, whether a route or not. */
  readonly errors: readonly RouteError[];
  /** Every source, tsconfig and package.json that the result depends on; absolute. */
  readonly inputs: ReadonlySet<string>;
  /** The files of packages that the sources import, absolute: where the tracing of node_modules starts. */
  readonly packages: ReadonlySet<string>;
}

/**
 * The module of a route file, or why there is none. `url` stays the same for as long as the file and all that it
 * imports do.
 */
export type CompiledRoute =
  | { readonly url: string; readonly error?: undefined }
  | { readonly error: RouteError; readonly url?: undefined };

/** The folder for compiled modules when the user names none. */
function defaultOutDir(dir: string): string {
  // Compiled modules name their sources from the folder in which Node finds them, behind links.
  const modules = realPath(join(dir, "node_modules"));
  return existsSync(modules) ? join(modules, ".cache", "pages-api") : join(dir, ".pages-api", "cache");
}

/** Makes the compiler of one project. Each source becomes one module, however many routes import it. */
export function createCompiler(options: CompilerOptions): Compiler {
  const dir = realPath(options.dir);
  const { outDir = defaultOutDir(dir), draftDir = outDir } = options;
  const version = versionOf();
  const release = holdCompiler();
  let disposed = false;
  const graph = new Graph(dir);
  const names = new OutputNames(dir);
  const outputs = new Outputs(draftDir);
  const folders = new Folders();
  const configs = new Map<string, string>();
  /** Sources that are CommonJS since a circle of imports needs it. */
  const scripts = new Set<string>();
  /** Sources that cannot be. */
  const pinned = new Set<string>();
  let settings: CompileSettings = {};
  let config: TsConfig = { files: [], options: {}, aliases: [] };
  /** Whether `config` is what the settings name. */
  let configured = false;
  let latest: { salt: string; real: ReadonlyMap<string, string>; compilation: Compilation } | undefined;

  /** Reads the tsconfig.json again, and forgets everything, when it has changed or the settings have. */
  async function readConfig(): Promise<boolean> {
    const file = settings.tsconfig ?? findTsConfig(dir);
    const manifest = findUp(dir, "package.json");
    const isSame =
      configured && file === config.files[0] && (manifest === undefined || configs.has(manifest));
    if (isSame && [...configs].every(([path, stamp]) => stampOf(path) === stamp)) return false;
    if (settings.tsconfig !== undefined && !existsSync(settings.tsconfig)) {
      const text = `There is no ${settings.tsconfig}, which the project names as its tsconfig.json. Correct the path.`;
      throw new RouteError("ROUTE_COMPILE", text, { file: settings.tsconfig });
    }
    configs.clear();
    graph.clear();
    folders.clear();
    scripts.clear();
    pinned.clear();
    config = await readTsConfig(file);
    for (const path of [...config.files, manifest ?? []].flat()) configs.set(path, stampOf(path));
    configured = true;
    return true;
  }

  /** Forgets the sources that have changed. */
  function forgetChanged(): boolean {
    const moved = folders.changes();
    let changed = false;
    for (const { file, stamp, error, places } of graph.sources()) {
      if (isShim(file)) continue;
      const now = stampOf(file);
      if (!error && now === stamp && !touches(places, moved)) continue;
      changed = true;
      graph.forget(file);
      scripts.delete(file);
      pinned.delete(file);
      if (now === "") for (const importer of graph.importersOf(file)) graph.forget(importer);
    }
    return changed;
  }

  async function compileSources(files: readonly string[]): Promise<void> {
    const isOwn = ownership(dir);
    const links = {
      dir,
      isOwn,
      outDir,
      names,
      folders,
      settings,
      config,
      formatOf: (file: string) => graph.get(file)?.format ?? formatByName(file),
      isScript: (file: string) => scripts.has(file),
    };
    for (let queue = graph.missing(files); queue.length > 0; queue = graph.missing(files)) {
      // oxlint-disable-next-line no-await-in-loop -- a file's imports are known only when it is compiled
      for (const source of await transform(queue, links)) addSource(source);
      if (graph.missing(files).length === 0) settleCircles();
    }
    graph.keepOnly(files);
    const others = [...graph.sources()].filter(({ file }) => !isShim(file) && !isOwn(file));
    await Promise.all(others.map(watchConfigs));
  }

  /** What awaits at its top level can be nothing but an ES module. */
  function addSource(source: Source): void {
    if (source.error !== undefined && scripts.delete(source.file)) pinned.add(source.file);
    else graph.add(source);
  }

  /** Node refuses `require` of an ES module in a circle. */
  function settleCircles(): void {
    for (const file of graph.requiredCircles()) {
      if (scripts.has(file) || pinned.has(file)) continue;
      scripts.add(file);
      graph.forget(file);
    }
  }

  /** Packages of the same repository bring their own tsconfig and package.json. */
  async function watchConfigs({ file }: Source): Promise<void> {
    const folder = dirname(file);
    const { files } = await readTsConfig(findTsConfig(folder));
    for (const path of [...files, findUp(folder, "package.json") ?? []].flat())
      if (!configs.has(path)) configs.set(path, stampOf(path));
  }

  function compiledRoute(file: string, hashes: ReadonlyMap<string, string>): CompiledRoute {
    const closure = graph.closure(file);
    const error = closure.map((input) => graph.get(input)?.error).find((found) => found !== undefined);
    if (error) return { error };
    const name = names.of(file, graph.get(file)?.format ?? "esm", hashes.get(file) ?? "");
    return { url: pathToFileURL(join(outDir, name)).href };
  }

  async function run(files: readonly string[], salt: string): Promise<Compilation> {
    const real = new Map(files.map((file) => [file, realPath(file)]));
    const isReset = await readConfig();
    const isSame = !forgetChanged() && !isReset && salt === latest?.salt && isSameMap(real, latest.real);
    if (isSame && latest !== undefined) return latest.compilation;
    latest = undefined;
    await compileSources([...real.values()]);
    // Another version of this package may write other modules.
    const hashes = graph.hashes(`${version} ${salt}`);
    const byId = new Map([...hashes].map(([file, hash]) => [names.id(file), hash]));
    outputs.write(
      [...hashes].map(([file, hash]) => {
        const source = graph.get(file) as Source;
        return [names.of(file, source.format, hash), () => outputText(source, outDir, byId)];
      }),
    );
    const routes = new Map([...real].map(([file, path]) => [file, compiledRoute(path, hashes)]));
    const inputs = new Set(configs.keys());
    const packages = new Set<string>();
    for (const source of graph.sources()) {
      if (isShim(source.file)) continue;
      inputs.add(source.file);
      for (const file of source.packages ?? []) packages.add(file);
    }
    // What is wrong with tsconfig.json is wrong in the same words for every source.
    const errors = distinct([...graph.sources()].flatMap(({ error }) => error ?? []));
    latest = { salt, real, compilation: { routes, errors, inputs, packages } };
    return latest.compilation;
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    configure(given) {
      const isSame =
        given.tsconfig === settings.tsconfig &&
        isDeepStrictEqual([given.define, given.transpile], [settings.define, settings.transpile]);
      settings = given;
      if (!isSame) configured = false;
    },
    compile(files, salt = "") {
      const result = last.then(() => run(files, salt));
      last = result.catch(() => {});
      return result;
    },
    async dispose() {
      await last;
      if (disposed) return;
      disposed = true;
      await release();
    },
  };
}

function touches(places: ReadonlySet<Place> | undefined, moved: ReadonlySet<Place>): boolean {
  if (moved.size === 0 || places === undefined) return false;
  for (const place of places) if (moved.has(place)) return true;
  return false;
}

function isSameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

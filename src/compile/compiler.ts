import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { distinct, type RouteError } from "../error.ts";
import { isShim } from "../stand-ins/index.ts";
import { versionOf } from "../version.ts";
import { CompiledSources } from "./compiled-sources.ts";
import { ConfigFiles } from "./config-files.ts";
import { OutputNames, outputText } from "./output-names.ts";
import { Outputs } from "./output-folder.ts";
import { holdCompiler } from "./service.ts";
import type { CompileSettings } from "./settings.ts";
import { ownership, realPath } from "./source.ts";

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
  /** What is otherwise than its author may think, one line each, with its place. */
  readonly warnings: readonly string[];
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
  return new ProjectCompiler(options);
}

/** What was compiled last, and for what. */
interface Latest {
  readonly salt: string;
  readonly real: ReadonlyMap<string, string>;
  readonly compilation: Compilation;
}

class ProjectCompiler implements Compiler {
  readonly #dir: string;
  readonly #outDir: string;
  readonly #configs: ConfigFiles;
  readonly #sources: CompiledSources;
  readonly #names: OutputNames;
  readonly #outputs: Outputs;
  readonly #version = versionOf();
  readonly #release = holdCompiler();
  #settings: CompileSettings = {};
  #latest: Latest | undefined;
  /** Compilations run one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CompilerOptions) {
    const dir = realPath(options.dir);
    const { outDir = defaultOutDir(dir), draftDir = outDir } = options;
    this.#dir = dir;
    this.#outDir = outDir;
    this.#configs = new ConfigFiles(dir);
    this.#sources = new CompiledSources(dir);
    this.#names = new OutputNames(dir);
    this.#outputs = new Outputs(draftDir);
  }

  configure(given: CompileSettings): void {
    const { tsconfig, define, transpile } = this.#settings;
    const isSame =
      given.tsconfig === tsconfig && isDeepStrictEqual([given.define, given.transpile], [define, transpile]);
    this.#settings = given;
    if (!isSame) this.#configs.forget();
  }

  compile(files: readonly string[], salt = ""): Promise<Compilation> {
    const result = this.#last.then(() => this.#run(files, salt));
    this.#last = result.catch(() => {});
    return result;
  }

  async dispose(): Promise<void> {
    await this.#last;
    await this.#release();
  }

  async #run(files: readonly string[], salt: string): Promise<Compilation> {
    const real = new Map(files.map((file) => [file, realPath(file)]));
    const isReset = await this.#configs.read(this.#settings.tsconfig);
    if (isReset) this.#sources.clear();
    const hasChanged = this.#sources.forgetChanged() || isReset || salt !== this.#latest?.salt;
    if (!hasChanged && this.#latest !== undefined && isSameMap(real, this.#latest.real))
      return this.#latest.compilation;
    this.#latest = undefined;
    await this.#compileSources([...real.values()]);
    // Another version of this package may write other modules.
    const hashes = this.#sources.graph.hashes(`${this.#version} ${salt}`);
    this.#write(hashes);
    const routes = new Map([...real].map(([file, path]) => [file, this.#routeOf(path, hashes)]));
    const compilation = { routes, ...this.#facts() };
    this.#latest = { salt, real, compilation };
    return compilation;
  }

  async #compileSources(files: readonly string[]): Promise<void> {
    const isOwn = ownership(this.#dir);
    await this.#sources.compile(files, {
      dir: this.#dir,
      isOwn,
      outDir: this.#outDir,
      names: this.#names,
      settings: this.#settings,
      config: this.#configs.config,
    });
    const others = [...this.#sources.graph.sources()].filter(({ file }) => !isShim(file) && !isOwn(file));
    await Promise.all(others.map(({ file }) => this.#configs.followOther(file)));
  }

  #write(hashes: ReadonlyMap<string, string>): void {
    const byId = new Map([...hashes].map(([file, hash]) => [this.#names.id(file), hash]));
    this.#outputs.write(
      [...hashes].map(([file, hash]) => {
        const source = this.#sources.graph.get(file)!;
        return [this.#names.of(file, source.format, hash), () => outputText(source, this.#outDir, byId)];
      }),
    );
  }

  #routeOf(file: string, hashes: ReadonlyMap<string, string>): CompiledRoute {
    const { graph } = this.#sources;
    const error = graph
      .closure(file)
      .map((input) => graph.get(input)?.error)
      .find((found) => found !== undefined);
    if (error) return { error };
    const name = this.#names.of(file, graph.get(file)?.format ?? "esm", hashes.get(file) ?? "");
    return { url: pathToFileURL(join(this.#outDir, name)).href };
  }

  /** What a compilation says beside its routes. */
  #facts(): Omit<Compilation, "routes"> {
    const sources = [...this.#sources.graph.sources()];
    const own = sources.filter(({ file }) => !isShim(file));
    return {
      // What is wrong with tsconfig.json is wrong in the same words for every source.
      errors: distinct(sources.flatMap(({ error }) => error ?? [])),
      inputs: new Set([...this.#configs.paths(), ...own.map(({ file }) => file)]),
      packages: new Set(own.flatMap((source) => [...(source.packages ?? [])])),
      warnings: own.flatMap(({ warnings = [] }) => warnings),
    };
  }
}

function isSameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

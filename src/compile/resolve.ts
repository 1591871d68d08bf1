import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, extname, resolve as resolvePath } from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { isShim } from "../stand-ins/index.ts";
import { noLoader } from "./diagnostic.ts";
import { type Links, outputOf } from "./links.ts";
import { isModule, isStyle } from "./esbuild-options.ts";
import { createLookup, type Lookup } from "./lookup.ts";
import { isPackageFile } from "./package-file.ts";
import { FUNCTIONS, type OutsideModule } from "./package-names.ts";
import { targetsOf } from "../project/tsconfig.ts";
import { type Format, sourceName, specifier } from "./source.ts";

const COMMONJS = "commonjs";
const STYLE = "style";
const SKIP = Symbol("skip");
const RELATIVE = /^\.\.?(?:\/|$)/;

/** What the resolver knows of the tree, and what it reports. */
export interface Imports extends Links {
  /** What the sources are compiled to. */
  readonly format: Format;
  /** Called for each import of one source by another. */
  link(importer: string, file: string, format: Format, required: boolean): void;
  /** Called for each import of a package's file. */
  package(importer: string, file: string): void;
  /** Called for each import of an ES module of a package, or of a builtin module, with its name in the output. */
  outside(importer: string, imported: string, module: OutsideModule): void;
  /** Called with the path that an import stands for, with or without an extension. */
  look(importer: string, path: string): void;
  /** Called for each `export *` of a CommonJS module, with what to write in it in the output, and its file. */
  reexport(importer: string, name: string, file: string): void;
  /** What `export *` of a source names. */
  starsOf(importer: string): ReadonlySet<string>;
}

/**
 * Leaves every import of a file as it is, renamed: sources to the placeholder of their output, packages to a name
 * that Node finds from the output folder. CommonJS goes through a module inside the file, so that the compiler's
 * `__esModule` rule decides what `import x from` gives, as in bundlers, not Node's.
 */
export function resolver(links: Imports): Plugin {
  return {
    name: "pages-api",
    setup(build) {
      const found = new Map<string, Promise<string | undefined>>();
      const lookup = createLookup(links.settings);
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.kind === "entry-point" || args.pluginData === SKIP) return undefined;
        if (args.namespace === COMMONJS || args.path.startsWith("data:"))
          return { path: args.path, external: true };
        const aliased = isBuiltin(args.path) ? await aliasOf(build, args, links) : undefined;
        if (aliased === undefined && isBuiltin(args.path)) return builtin(args, links);
        const shim = lookup.shim(args.path, dirname(args.importer));
        if (shim !== undefined) return toSource(args, shim, links);
        // The `require` of a compiled module looks from the source's folder.
        if (args.kind === "require-resolve") return { path: args.path, external: true };
        const key = keyOf(args, links);
        let resolved = found.get(key);
        if (resolved === undefined) found.set(key, (resolved = resolve(build, args)));
        const file = aliased ?? (await resolved);
        if (file === undefined) return isRemote(args) ? unresolved(args) : undefined;
        if (file === NOWHERE) return unresolved(args);
        if (isStyle(file)) return { path: sourceName(links.dir, file), namespace: STYLE };
        if (isPackageFile(file, links.dir, links.settings.transpile))
          return toPackage(args, file, links, lookup);
        return toSource(args, file, links);
      });
      build.onLoad({ filter: /.*/, namespace: COMMONJS }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(path)});`,
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: STYLE }, () => ({
        contents: "module.exports = {};",
        loader: "js",
      }));
    },
  };
}

/** What the compiler would leave to Node, which loads nothing from the network. */
export function isRemote({ path, kind }: Pick<OnResolveArgs, "kind" | "path">): boolean {
  return kind === "import-statement" && /^(?:https?:)?\/\//.test(path);
}

/** As the compiler itself says it: also where it finds a file whose name differs in case. */
export function unresolved({ path }: Pick<OnResolveArgs, "path">): OnResolveResult {
  return { errors: [{ text: `Could not resolve "${path}"` }] };
}

/** Imports with one key give one file: a relative path means the same from every folder. */
function keyOf({ path, kind, importer, resolveDir }: OnResolveArgs, { look }: Imports): string {
  if (!RELATIVE.test(path)) return `${resolveDir}\0${kind}\0${path}`;
  const full = resolvePath(resolveDir, path);
  look(importer, full);
  return `${full}\0${kind}\0${/(?:^|\/)\.{0,2}$/.exec(path)?.[0] ?? ""}`;
}

async function resolve(build: PluginBuild, args: OnResolveArgs): Promise<string | undefined> {
  const { importer, resolveDir, kind } = args;
  const result = await build.resolve(args.path, { importer, resolveDir, kind, pluginData: SKIP });
  if (result.errors.length > 0 || result.path === "" || result.external) return undefined;
  return existsSync(result.path) ? result.path : NOWHERE;
}

/** The path of a file whose name differs in case from the one that the compiler has found. */
const NOWHERE = "";

/** A path that tsconfig gives the name of a builtin module wins, as under Next. */
async function aliasOf(build: PluginBuild, args: OnResolveArgs, links: Links): Promise<string | undefined> {
  const { importer, resolveDir, kind } = args;
  for (const target of targetsOf(args.path, links.config.aliases)) {
    const found = await build.resolve(target, { importer, resolveDir, kind, pluginData: SKIP });
    if (found.errors.length === 0 && existsSync(found.path)) return found.path;
  }
  return undefined;
}

function builtin(args: OnResolveArgs, links: Imports): OnResolveResult {
  const { path, importer, kind } = args;
  if (FUNCTIONS.has(path.replace("node:", ""))) return commonjs(args, path);
  if (kind === "import-statement") links.outside(importer, path, { name: path, path });
  return { path, external: true };
}

/**
 * The file of a worker, which runs as a module of its own.
 *
 * @param name as `new URL` has it, from the importer
 * @returns its name in the folder of outputs; `undefined` for what is not a source
 */
export async function workerOutput(
  build: PluginBuild,
  name: string,
  importer: string,
  links: Imports,
): Promise<string | undefined> {
  const resolveDir = dirname(importer);
  const path = RELATIVE.test(name) || name.startsWith("/") ? name : `./${name}`;
  const found = await build.resolve(path, {
    importer,
    resolveDir,
    kind: "dynamic-import",
    pluginData: SKIP,
  });
  const file = found.path;
  if (
    found.errors.length > 0 ||
    !isModule(file) ||
    isStyle(file) ||
    isPackageFile(file, links.dir, links.settings.transpile)
  )
    return undefined;
  const format = links.formatOf(file);
  links.link(importer, file, format, false);
  links.look(importer, resolvePath(resolveDir, path));
  return specifier(links.outDir, outputOf(file, format, links));
}

/** Imports and `import()` start from the output, `require` from the source, since it is the source's own. */
function toSource(args: OnResolveArgs, file: string, links: Imports): OnResolveResult {
  const fromDir = dirname(args.importer);
  if (extname(file) === ".node") return commonjs(args, specifier(fromDir, file));
  if (!isShim(file) && !isModule(file)) return { errors: [{ text: noLoader(sourceName(links.dir, file)) }] };
  const format = links.formatOf(file);
  const output = outputOf(file, format, links);
  links.link(args.importer, file, format, args.kind === "require-call");
  if (!RELATIVE.test(args.path) && !isShim(file)) lookAt(args.importer, file, links);
  const name = specifier(links.outDir, output);
  if (isRequired(args, links)) return { path: specifier(fromDir, output), external: true };
  if (format === "esm") return { path: name, external: true };
  if (isReexportedWhole(args, links)) links.reexport(args.importer, name, file);
  return commonjs(args, specifier(fromDir, output));
}

/** An alias hides the path that was looked for: what was found shows where. */
function lookAt(importer: string, file: string, { look }: Imports): void {
  const folder = basename(file, extname(file)) === "index" ? dirname(file) : undefined;
  look(importer, folder ?? file);
}

function toPackage(args: OnResolveArgs, file: string, links: Imports, lookup: Lookup): OnResolveResult {
  const fromDir = dirname(args.importer);
  const folder = lookup.packageFolder(args.path, fromDir);
  links.package(args.importer, file);
  // Node does not know a `paths` or `imports` alias, so the file itself is named.
  const name = folder === undefined ? specifier(fromDir, file) : args.path;
  if (isRequired(args, links)) return { path: name, external: true };
  const seen = folder !== undefined && folder === lookup.packageFolder(args.path, links.outDir);
  const imported = seen ? args.path : specifier(links.outDir, file);
  if (lookup.formatOfPackage(file) === "esm") {
    if (args.kind === "import-statement")
      links.outside(args.importer, imported, { name: args.path, path: file });
    return { path: imported, external: true };
  }
  if (isReexportedWhole(args, links)) links.reexport(args.importer, imported, file);
  return commonjs(args, name);
}

/** In CommonJS an `import` is a `require`, with the same rule for what it gives. */
function isRequired({ kind }: OnResolveArgs, { format }: Imports): boolean {
  return kind === "require-call" || (kind === "import-statement" && format === "cjs");
}

function commonjs(args: OnResolveArgs, path: string): OnResolveResult {
  return args.kind === "require-call" ? { path, external: true } : { path, namespace: COMMONJS };
}

/**
 * `export * from` needs the names before the module runs: only Node's own reading of CommonJS gives them. The compiler
 * resolves a path once for all imports of a file.
 */
function isReexportedWhole({ importer, path, kind }: OnResolveArgs, links: Imports): boolean {
  return kind === "import-statement" && links.starsOf(importer).has(path);
}

import { isBuiltin } from "node:module";
import { basename, dirname, extname, resolve as resolvePath, sep } from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { isShim } from "../stand-ins/next/modules.ts";
import { noLoader } from "./diagnostic.ts";
import { type Links, outputOf } from "./links.ts";
import { isModule, isStyle } from "./options.ts";
import { createLookup, type Lookup } from "./lookup.ts";
import { sourceName, specifier } from "./source.ts";

const COMMONJS = "commonjs";
const STYLE = "style";
const SKIP = Symbol("skip");
/** In the plugin data of a module: its imports are names of outputs already. */
export const LINKED = Symbol("linked");
const RELATIVE = /^\.\.?(?:\/|$)/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Whether the compiler's name of an input stands for no file. */
export function isVirtual(input: string): boolean {
  return input.startsWith(`${COMMONJS}:`) || input.startsWith(`${STYLE}:`);
}

/** What the resolver knows of the tree, and what it reports. */
export interface Imports extends Links {
  /** Called for each `export *` of a CommonJS module, with what to write in it in the output. */
  reexport(importer: string, name: string): void;
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
        if (args.pluginData === LINKED) return { path: args.path, external: true };
        if (args.namespace === COMMONJS || isBuiltin(args.path)) return { path: args.path, external: true };
        const shim = lookup.shim(args.path, dirname(args.importer));
        if (shim !== undefined) return toSource(args, shim, links, lookup);
        // The `require` of a compiled module looks from the source's folder.
        if (args.kind === "require-resolve") return { path: args.path, external: true };
        const key = keyOf(args, links);
        let resolved = found.get(key);
        if (resolved === undefined) found.set(key, (resolved = resolve(build, args)));
        const file = await resolved;
        if (file === undefined) return undefined;
        if (isStyle(file)) return { path: sourceName(links.dir, file), namespace: STYLE };
        const to = isPackageFile(file, links.dir) ? toPackage : toSource;
        return to(args, file, links, lookup);
      });
      build.onLoad({ filter: /.*/, namespace: COMMONJS }, ({ path }) => ({
        contents: commonjsText(JSON.stringify(path)),
        loader: "js",
      }));
      build.onLoad({ filter: /.*/, namespace: STYLE }, () => ({
        contents: "module.exports = {};",
        loader: "js",
      }));
    },
  };
}

/** Imports with one key give one file: a relative path means the same from every folder. */
function keyOf({ path, kind, importer, resolveDir }: OnResolveArgs, { look }: Links): string {
  if (!RELATIVE.test(path)) return `${resolveDir}\0${kind}\0${path}`;
  const full = resolvePath(resolveDir, path);
  look(importer, full);
  return `${full}\0${kind}\0${/(?:^|\/)\.{0,2}$/.exec(path)?.[0] ?? ""}`;
}

async function resolve(build: PluginBuild, args: OnResolveArgs): Promise<string | undefined> {
  const { importer, resolveDir, kind } = args;
  const result = await build.resolve(args.path, { importer, resolveDir, kind, pluginData: SKIP });
  return result.errors.length > 0 || result.path === "" || result.external ? undefined : result.path;
}

/**
 * Whether a file is of a package, and left to Node. TypeScript is not: Node loads none of a package, so it is compiled
 * as a source is. Inside the project, what lies above it does not count.
 */
export function isPackageFile(file: string, dir: string): boolean {
  if (TYPESCRIPT.test(file)) return false;
  const path = file.startsWith(`${dir}${sep}`) ? file.slice(dir.length) : file;
  return path.includes(`${sep}node_modules${sep}`);
}

/** Static imports and `import()` start from the output, `require` from the source, since it is the source's own. */
function toSource(args: OnResolveArgs, file: string, links: Imports, lookup: Lookup): OnResolveResult {
  const fromDir = dirname(args.importer);
  if (extname(file) === ".node") return commonjs(args, specifier(fromDir, file));
  if (!isShim(file) && !isModule(file)) return { errors: [{ text: noLoader(sourceName(links.dir, file)) }] };
  const format = links.formatOf(file);
  const output = outputOf(file, format, links);
  links.link(args.importer, file, format);
  if (!RELATIVE.test(args.path) && !isShim(file)) lookAt(args.importer, file, links);
  const name = specifier(links.outDir, output);
  if (args.kind === "require-call") return { path: specifier(fromDir, output), external: true };
  if (format === "esm") return { path: name, external: true };
  if (isReexportedWhole(args, lookup)) links.reexport(args.importer, name);
  return commonjs(args, specifier(fromDir, output));
}

/** An alias hides the path that was looked for: what was found tells where. */
function lookAt(importer: string, file: string, { look }: Links): void {
  const folder = basename(file, extname(file)) === "index" ? dirname(file) : undefined;
  look(importer, folder ?? file);
}

function toPackage(args: OnResolveArgs, file: string, links: Imports, lookup: Lookup): OnResolveResult {
  const fromDir = dirname(args.importer);
  const folder = lookup.packageFolder(args.path, fromDir);
  links.package(args.importer, file);
  // Node does not know a `paths` or `imports` alias, so the file itself is named.
  const name = folder === undefined ? specifier(fromDir, file) : args.path;
  if (args.kind === "require-call") return { path: name, external: true };
  const seen = folder !== undefined && folder === lookup.packageFolder(args.path, links.outDir);
  const imported = seen ? args.path : specifier(links.outDir, file);
  if (lookup.formatOfPackage(file) === "esm") return { path: imported, external: true };
  if (isReexportedWhole(args, lookup)) links.reexport(args.importer, imported);
  return commonjs(args, name);
}

/**
 * What claims to be compiled from an ES module, but has no default export, is its own default, as in Next 16:
 * `import micro from "micro"` gives the object with `buffer` and `send`, not `undefined`.
 */
function commonjsText(name: string): string {
  return `const loaded = require(${name});
    const live = (name) => [name, { enumerable: true, get: () => loaded[name] }];
    module.exports = loaded?.__esModule && !("default" in loaded)
      ? Object.create(loaded, {
          ...Object.fromEntries(Object.keys(loaded).map(live)),
          default: { enumerable: true, value: loaded },
        })
      : loaded;`;
}

function commonjs(args: OnResolveArgs, path: string): OnResolveResult {
  return args.kind === "require-call" ? { path, external: true } : { path, namespace: COMMONJS };
}

/**
 * `export * from` needs the names before the module runs: only Node's own reading of CommonJS gives them. The compiler
 * resolves a path once for all imports of a file.
 */
function isReexportedWhole({ importer, path, kind }: OnResolveArgs, lookup: Lookup): boolean {
  if (kind !== "import-statement") return false;
  const text = lookup.reexports(importer);
  if (text === "") return false;
  const name = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`export\\s*\\*\\s*from\\s*["']${name}["']`).test(text);
}

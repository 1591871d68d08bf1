import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { findShim } from "../next/modules.ts";
import type { OutputNames } from "./output.ts";
import { findUp, type Format, packageType, specifier } from "./source.ts";

/** What the resolver is told about the tree, and what it tells back. */
export interface Links {
  readonly dir: string;
  readonly outDir: string;
  readonly names: OutputNames;
  /** What a source is known to be; files not seen yet count as ES modules until they are compiled. */
  formatOf(file: string): Format;
  /** Called for each import of one source by another. */
  link(importer: string, file: string, format: Format): void;
  /** Called for each import of a package's file. */
  package(importer: string, file: string): void;
}

const COMMONJS = "commonjs";
const SKIP = Symbol("skip");

/** Whether the compiler's name of an input stands for no file. */
export function isVirtual(input: string): boolean {
  return input.startsWith(`${COMMONJS}:`);
}

/**
 * Leaves every import of a file as it is, renamed: sources to the placeholder of their output, packages to a name
 * that Node finds from the output folder. CommonJS goes through a module inside the file, so that the compiler's
 * `__esModule` rule decides what `import x from` gives, as in bundlers, not Node's.
 */
export function resolver(links: Links): Plugin {
  return {
    name: "pages-api",
    setup(build) {
      const found = new Map<string, Promise<string | undefined>>();
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.kind === "entry-point") return undefined;
        if (args.pluginData === SKIP) return undefined;
        if (args.namespace === COMMONJS || isBuiltin(args.path)) return { path: args.path, external: true };
        const shim = findShim(args.path, dirname(args.importer));
        if (shim !== undefined) return toSource(args, shim, links);
        // The `require` of a compiled module looks from the source's folder.
        if (args.kind === "require-resolve") return { path: args.path, external: true };
        const key = `${args.resolveDir}\0${args.kind}\0${args.path}`;
        let resolved = found.get(key);
        if (resolved === undefined) found.set(key, (resolved = resolve(build, args)));
        const file = await resolved;
        if (file === undefined) return undefined;
        return isPackageFile(file, links.dir) ? toPackage(args, file, links) : toSource(args, file, links);
      });
      build.onLoad({ filter: /.*/, namespace: COMMONJS }, ({ path }) => ({
        contents: commonjsText(JSON.stringify(path)),
        loader: "js",
      }));
    },
  };
}

async function resolve(build: PluginBuild, args: OnResolveArgs): Promise<string | undefined> {
  const { importer, resolveDir, kind } = args;
  const result = await build.resolve(args.path, { importer, resolveDir, kind, pluginData: SKIP });
  return result.errors.length > 0 || result.path === "" || result.external ? undefined : result.path;
}

/** Inside the project, what lies above it does not count. */
export function isPackageFile(file: string, dir: string): boolean {
  const path = file.startsWith(`${dir}${sep}`) ? file.slice(dir.length) : file;
  return path.includes(`${sep}node_modules${sep}`);
}

/** Static imports and `import()` start from the output, `require` from the source, since it is the source's own. */
function toSource(args: OnResolveArgs, file: string, links: Links): OnResolveResult {
  const fromDir = dirname(args.importer);
  if (extname(file) === ".node") return commonjs(args, specifier(fromDir, file));
  const format = links.formatOf(file);
  const output = join(links.outDir, links.names.placeholder(file, format));
  links.link(args.importer, file, format);
  if (format === "cjs" && !isReexportedWhole(args)) return commonjs(args, specifier(fromDir, output));
  return { path: specifier(args.kind === "require-call" ? fromDir : links.outDir, output), external: true };
}

function toPackage(args: OnResolveArgs, file: string, links: Links): OnResolveResult {
  const fromDir = dirname(args.importer);
  const folder = packageFolder(args.path, fromDir);
  links.package(args.importer, file);
  // A `paths` or `imports` alias means nothing to Node, so the file itself is named.
  const name = folder === undefined ? specifier(fromDir, file) : args.path;
  if (args.kind === "require-call") return { path: name, external: true };
  if (formatOfPackage(file) === "cjs" && !isReexportedWhole(args)) return commonjs(args, name);
  const seen = folder !== undefined && folder === packageFolder(args.path, links.outDir);
  return { path: seen ? args.path : specifier(links.outDir, file), external: true };
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

function formatOfPackage(file: string): Format {
  const extension = extname(file);
  if (extension === ".mjs") return "esm";
  return extension === ".js" || extension === "" ? packageType(file) : "cjs";
}

/** The folder of the package that a bare specifier names, seen from a folder; undefined for an alias. */
function packageFolder(name: string, from: string): string | undefined {
  const pack = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  return findUp(from, join("node_modules", pack));
}

/** `export * from` needs the names before the module runs: only Node's own reading of CommonJS gives them. */
function isReexportedWhole({ importer, path }: OnResolveArgs): boolean {
  const text = readFileSync(importer, "utf8");
  if (!text.includes("export")) return false;
  const name = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`export\\s*\\*\\s*from\\s*["']${name}["']`).test(text);
}

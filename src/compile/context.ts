import { readFileSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import type { Location, Message, Metafile, OnLoadResult, Plugin } from "esbuild";
import { hasAliasPattern, withoutAliases } from "./alias.ts";
import { withoutAssertions } from "./assertion.ts";
import { unloadedFile, withoutPattern } from "./diagnostic.ts";
import { type Links, outputOf } from "./links.ts";
import { isStyle, RESOLVE_EXTENSIONS } from "./options.ts";
import { isPackageFile, LINKED } from "./resolve.ts";
import { sourceName, specifier } from "./source.ts";

/*
 * `import(`../texts/${name}`)` stands for every file below a folder: a context, as webpack calls it. The compiler finds
 * the files, and would make their text a part of the importer. They stay modules of their own here, so that there is
 * one instance of each, whoever imports it, and it is loaded when it is asked for.
 */

const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/;

/** Puts in the place of each file of a context a module that loads the real one. */
export function contextPlugin(links: Links, importer: string, unmatched: readonly Location[] = []): Plugin {
  return {
    name: "context",
    setup({ onLoad }) {
      onLoad({ filter: /.*/, namespace: "file" }, ({ path }) =>
        path === importer
          ? rewritten(path, unmatched)
          : { contents: memberText(path, links), loader: "js", pluginData: LINKED },
      );
    },
  };
}

/** The source as the compiler understands it; undefined where it does as it is. */
function rewritten(file: string, unmatched: readonly Location[]): OnLoadResult | undefined {
  const text = readFileSync(file, "utf8");
  const contents = unmatched.reduce(withoutPattern, withoutAssertions(withoutAliases(text, file)));
  if (contents === text) return undefined;
  const loader = /\.[cm]?ts$/.test(file) ? "ts" : file.endsWith(".tsx") ? "tsx" : "jsx";
  return { contents, loader };
}

/** The sources among the files of a context. */
export function isContextSource(file: string, dir: string): boolean {
  return SOURCE.test(file) && !isPackageFile(file, dir) && !basename(file).startsWith(".");
}

/** Whether an error is about a file that an entry of the compiler imports by a pattern, not about the entry itself. */
export function isOfContext({ location, text }: Message, entry: string, dir: string): boolean {
  return unloadedFile(text) !== undefined || (location !== null && resolve(dir, location.file) !== entry);
}

/** The folders whose files an input of the compiler may import. */
export function contextFolders(file: string, input: Metafile["inputs"][string] | undefined): string[] {
  const patterns =
    input?.imports.filter(({ path, external }) => external === true && path.includes("*")) ?? [];
  return patterns.map(({ path }) => resolve(dirname(file), `${path.slice(0, path.indexOf("*"))}_`, ".."));
}

/**
 * The module is a promise of the real one, by its `then`: that is what `import()` gives in the end. `require` gets it
 * by another name.
 */
function memberText(file: string, links: Links): string {
  const { dir, outDir } = links;
  const isSource = isContextSource(file, dir);
  const format = isSource ? links.formatOf(file) : file.endsWith(".mjs") ? "esm" : "cjs";
  const path = JSON.stringify(specifier(outDir, isSource ? outputOf(file, format, links) : file));
  const known = isSource || extname(file) === ".node" || isPackageFile(file, dir);
  const refusal = JSON.stringify(`${sourceName(dir, file)} is not a module.`);
  const required = known
    ? `require(__pages_path.resolve(__pages_here, ${path}))`
    : isStyle(file)
      ? "({})"
      : `{ throw new Error(${refusal}); }`;
  const imported =
    format === "esm" ? `import(${path})` : "Promise.resolve().then(() => namespaceOf(__pages_required()))";
  return `
    const namespaceOf = (loaded) => loaded?.__esModule && "default" in loaded ? loaded : { ...loaded, default: loaded };
    export const __pages_required = () => ${required};
    export const then = (done, fail) => ${imported}.then(done, fail);`;
}

const HELPER = /^var (__glob\d*) = \(map\) => \(path\) => \{\n[^]*?\n\};$/m;
const USE = /^(var globImport\w* = )(__glob\d*)\(\{$/gm;

/** Whether the program that a file was compiled to has a context, or would have one but for an alias. */
export function hasContext(code: string, file: string): boolean {
  return HELPER.test(code) || hasAliasPattern(code, file);
}

/**
 * Files are found without their extension too, and by the name of a folder with an index, as webpack finds them; and
 * `import()` of what there is not is rejected, not thrown.
 */
export function linkContexts(code: string): string {
  return code
    .replace(HELPER, (text, name: string) => onLinesOf(text, helperText(name)))
    .replaceAll(USE, "$1(map => $2(map, true))({");
}

/** The source map counts the lines of the helper that it knows. */
function onLinesOf(text: string, other: string): string {
  return other.replaceAll(/\n\s*/g, " ") + "\n".repeat(text.split("\n").length - 1);
}

function helperText(name: string): string {
  const endings = ["", ...RESOLVE_EXTENSIONS, ...RESOLVE_EXTENSIONS.map((extension) => `/index${extension}`)];
  return `var ${name} = (map, later) => function find(path) {
  const names = ${JSON.stringify(endings)}.map((ending) => path.replace(/\\/$/, "") + ending);
  const load = map[names.find((each) => Object.hasOwn(map, each))];
  if (load) {
    const loaded = load();
    return later || !loaded.__pages_required ? loaded : loaded.__pages_required();
  }
  const error = Object.assign(new Error(\`Cannot find module '\${path}'\`), { code: "MODULE_NOT_FOUND" });
  Error.captureStackTrace(error, find);
  if (later) return Promise.reject(error);
  throw error;
};`;
}

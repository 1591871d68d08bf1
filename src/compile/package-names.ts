import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import { parse } from "es-module-lexer/js";
import { formatOfPackage } from "./lookup.ts";

/** Builtin modules that are functions: the namespace of such a one can be called under Next. */
export const FUNCTIONS: ReadonlySet<string> = new Set(["assert", "assert/strict", "events", "stream"]);

/** A module outside of the project that a source imports. */
export interface OutsideModule {
  /** As the source names it. */
  readonly name: string;
  /** The name of a builtin module, or a file, absolute. */
  readonly path: string;
}

/** What a module of a package exports. */
interface Exported {
  readonly names: ReadonlySet<string>;
  /** What `export *` takes the rest from. */
  readonly stars: readonly string[];
}

const require = createRequire(import.meta.url);
/** They print a warning when they are loaded. */
const WARNING = new Set(["punycode", "sqlite", "sys", "wasi"]);
const SOURCE = /\.m?js$/;

/** The names that builtin modules and the ES modules of packages export, each module read once. */
export class PackageNames {
  readonly #known = new Map<string, Exported | undefined>();

  /**
   * Those of `names` that a module does not export.
   *
   * @param path the name of a builtin module, or a file, absolute
   */
  lacking(path: string, names: readonly string[]): string[] {
    const own = isBuiltin(path) ? undefined : this.#read(path)?.names;
    const rest = names.filter((name) => own?.has(name) !== true);
    if (rest.length === 0) return [];
    const all = this.namesOf(path);
    return all === undefined ? [] : rest.filter((name) => !all.has(name));
  }

  /** All names that a module exports; `undefined` where only the running program knows them, as of CommonJS. */
  namesOf(path: string): ReadonlySet<string> | undefined {
    if (isBuiltin(path)) return namesOfBuiltin(path);
    const names = new Set<string>();
    const files = new Set([path]);
    for (const file of files) {
      const exported = this.#read(file);
      if (exported === undefined) return undefined;
      for (const name of exported.names) if (name !== "default" || file === path) names.add(name);
      for (const star of exported.stars) {
        if (!star.startsWith(".")) return undefined;
        files.add(resolve(dirname(file), star));
      }
    }
    return names;
  }

  #read(file: string): Exported | undefined {
    if (!this.#known.has(file)) this.#known.set(file, exportsOf(file));
    return this.#known.get(file);
  }
}

function namesOfBuiltin(path: string): ReadonlySet<string> | undefined {
  const name = path.replace("node:", "");
  // Functions are imported as CommonJS here.
  if (FUNCTIONS.has(name) || WARNING.has(name)) return undefined;
  return new Set(["default", ...Object.keys(require(path) as object)]);
}

function exportsOf(file: string): Exported | undefined {
  try {
    if (!SOURCE.test(file) || formatOfPackage(file) !== "esm") return undefined;
    const [, exports] = parse(readFileSync(file, "utf8"));
    const names = new Set(exports.flatMap((each) => (each.type === "reexport-all" ? [] : each.name)));
    return { names, stars: exports.flatMap((each) => (each.type === "reexport-all" ? each.from : [])) };
  } catch {
    // Node reports what is wrong with a package.
    return undefined;
  }
}

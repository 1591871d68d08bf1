import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import type { Metafile, Plugin } from "esbuild";
import { build } from "./esbuild.ts";
import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt } from "../syntax/node.ts";
import { parseScript } from "../syntax/parse.ts";
import { nextModuleName } from "../stand-ins/next/modules.ts";
import { packageNameOf } from "./missing-import.ts";
import { findUp } from "./source.ts";

/** A package that another one loads, and that is not installed. */
export interface Lack {
  readonly pack: string;
  /** Who loads it. */
  readonly by: string;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const SKIP = Symbol("skip");
const MODULES = `${sep}node_modules${sep}`;

/**
 * The packages that packages load as soon as they are loaded, and that are not installed: a peer that nobody has named, or a
 * dependency of a broken install. Without them a route fails at its first request. What is required in a function, a
 * condition or a `try` is not among them.
 *
 * @param files of packages, absolute, which the sources of a project import
 */
export async function missingDependencies(files: Iterable<string>): Promise<Lack[]> {
  const entries = [...files].filter((file) => folderOf(file) !== undefined);
  const tree = new DependencyTree();
  const leading = entries.filter((file) => tree.lacks(folderOf(file)!));
  if (leading.length === 0) return [];
  const inputs = await inputsOf(leading, tree);
  return inputs === undefined ? [] : loadedLacks(leading.map(realOf), inputs);
}

export function textOfLack({ pack, by }: Lack): string {
  return `The package "${by}" loads "${pack}", which is not installed. Run: npm install ${pack}`;
}

/** The folder of a file's package. */
function folderOf(file: string): string | undefined {
  const at = file.lastIndexOf(MODULES);
  if (at === -1) return undefined;
  const [first = "", second = ""] = file.slice(at + MODULES.length).split(sep);
  return file.slice(0, at) + MODULES + (first.startsWith("@") ? join(first, second) : first);
}

/** What packages say that they need. */
class DependencyTree {
  readonly #known = new Map<string, boolean>();

  /** Whether a package, or one that it needs, needs one that is not there. */
  lacks(folder: string): boolean {
    const real = realOf(folder);
    const known = this.#known.get(real);
    if (known !== undefined) return known;
    // Of packages that need each other, the first one to be asked for looks at all.
    this.#known.set(real, false);
    const needed = neededBy(real).map((name) => findUp(real, join("node_modules", name)));
    const found = needed.filter((each) => each !== undefined);
    const lacks = found.length < needed.length || found.map((each) => this.lacks(each)).includes(true);
    this.#known.set(real, lacks);
    return lacks;
  }
}

function neededBy(folder: string): string[] {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(text) as Manifest;
    const names = Object.keys({ ...dependencies, ...peerDependencies });
    return names.filter((name) => !name.startsWith("@types/") && nextModuleName(name) === undefined);
  } catch {
    return [];
  }
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The modules behind these files; nothing where the compiler cannot read one of them. */
async function inputsOf(
  entries: readonly string[],
  tree: DependencyTree,
): Promise<Metafile["inputs"] | undefined> {
  const outside: Plugin = {
    name: "outside",
    setup({ onResolve, resolve: find }) {
      onResolve({ filter: /.*/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === SKIP || kind === "entry-point") return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const { path: file, errors } = await find(path, { importer, kind, resolveDir, pluginData: SKIP });
        const folder = errors.length === 0 ? folderOf(file) : undefined;
        return folder !== undefined && tree.lacks(folder) ? { path: file } : { path, external: true };
      });
    },
  };
  try {
    const { metafile } = await build({
      entryPoints: [...entries],
      absWorkingDir: sep,
      outdir: join(sep, "unused"),
      bundle: true,
      platform: "node",
      format: "esm",
      loader: { ".node": "empty" },
      logLevel: "silent",
      metafile: true,
      write: false,
      plugins: [outside],
    });
    return metafile.inputs;
  } catch {
    return undefined;
  }
}

/** Goes from module to module as they are loaded. */
function loadedLacks(entries: readonly string[], inputs: Metafile["inputs"]): Lack[] {
  const lacks = new Map<string, Lack>();
  const modules = new Map(Object.entries(inputs).map(([name, input]) => [realOf(resolve(sep, name)), input]));
  const loaded = new Set(entries);
  for (const file of loaded) {
    const imports = modules.get(file)?.imports ?? [];
    const required = imports.some(({ kind }) => kind === "require-call") ? requiredAtLoad(file) : undefined;
    for (const { path, kind, original = path, external } of imports) {
      if (kind !== "import-statement" && (kind !== "require-call" || required?.has(original) !== true))
        continue;
      const pack = packageNameOf(original);
      if (external !== true) loaded.add(realOf(resolve(sep, path)));
      else if (pack !== undefined && isMissing(pack, file))
        lacks.set(pack, { pack, by: packageNameOf(folderOf(file)!.split(MODULES).at(-1)!) ?? file });
    }
  }
  return [...lacks.values()].toSorted((a, b) => (a.pack < b.pack ? -1 : 1));
}

function isMissing(pack: string, from: string): boolean {
  if (isBuiltin(pack) || nextModuleName(pack) !== undefined) return false;
  return findUp(dirname(from), join("node_modules", pack)) === undefined;
}

const PERHAPS = new Set(["TryStatement", "IfStatement", "ConditionalExpression", "LogicalExpression"]);

/** The names that a CommonJS module requires while it is loaded; where that is a condition's, only its own files. */
function requiredAtLoad(file: string): ReadonlySet<string> {
  const names = new Set<string>();
  const program = parseScript(readFileSync(file, "utf8"));
  const visit = (node: Node, perhaps: boolean): void => {
    if (isFunction(node)) return;
    if (node.type === "CallExpression" && nameOf(nodeAt(node, "callee")) === "require") {
      const name = nameOf(nodesAt(node, "arguments")[0]);
      if (name !== undefined && (!perhaps || name.startsWith("."))) names.add(name);
    }
    for (const child of childrenOf(node)) visit(child, perhaps || PERHAPS.has(node.type));
  };
  if (program !== undefined) visit(program, false);
  return names;
}

import { readFileSync, realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import type { BuildFailure, Message, Metafile, Plugin } from "esbuild";
import { build } from "./esbuild.ts";
import { unresolvedName } from "./diagnostic.ts";
import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt } from "../syntax/node.ts";
import { parseScript } from "../syntax/parse.ts";
import { frameworkModuleName } from "../stand-ins/index.ts";
import { packageNameOf } from "./missing-import.ts";
import { findUp } from "./source.ts";
import { cureOf } from "./uninstalled.ts";

/** What keeps a package from being loaded. */
export interface PackageFault {
  /** What is wrong, and what to do, in a line. */
  readonly text: string;
}

const MODULES = `${sep}node_modules${sep}`;
const PASSES = 3;
/** So much code of packages is read, in bytes: what there is more of takes its time and memory. */
const LIMIT = 32 * 2 ** 20;

/**
 * What makes packages fail as soon as they are loaded, which a route notices at its first request: a package that they
 * load and that is not installed, such as a peer that nobody has named, a file that does not exist, a syntax error. What is
 * required in a function, a condition or a `try` is not among them.
 *
 * @param files of packages, absolute, which the sources of a project import
 */
export async function packageFaults(files: Iterable<string>): Promise<PackageFault[]> {
  const entries = [...new Set([...files].filter((file) => folderOf(file) !== undefined).map(realOf))];
  if (entries.length === 0) return [];
  const met = new Met();
  await scan(entries, met, "pages-api:nothing");
  if (!met.hasFaults()) return [];
  // Whether they are in the way of anything shows only where all modules are known.
  for (let pass = 0; pass < PASSES; pass += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each goes around what the one before has met
    const inputs = await scan(entries, met);
    if (inputs !== undefined) return faultsOf(entries, inputs, met);
  }
  return [];
}

/** The folder of a file's package. */
function folderOf(file: string): string | undefined {
  const at = file.lastIndexOf(MODULES);
  if (at === -1) return undefined;
  const [first = "", second = ""] = file.slice(at + MODULES.length).split(sep);
  return file.slice(0, at) + MODULES + (first.startsWith("@") ? join(first, second) : first);
}

function packageOf(file: string): string {
  return packageNameOf(folderOf(file)!.split(MODULES).at(-1)!.replaceAll(sep, "/")) ?? file;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What the compiler stumbles over in packages. */
class Met {
  /** Imports that find nothing, by importer. */
  readonly missing = new Map<string, Set<string>>();
  /** Syntax errors, by file. */
  readonly broken = new Map<string, string>();
  /** Files that the compiler does not take, and Node may. */
  readonly refused = new Set<string>();

  add({ text, location }: Message): void {
    if (location === null) return;
    const file = realOf(resolve(sep, location.file));
    if (folderOf(file) === undefined) return;
    const name = unresolvedName(text);
    if (name !== undefined) this.missing.set(file, (this.missing.get(file) ?? new Set()).add(name));
    else this.refused.add(file);
    // The compiler is stricter than Node in some things.
    if (name === undefined && CODE.test(file) && parseScript(readFileSync(file, "utf8")) === undefined)
      this.broken.set(file, `${location.line}:${location.column + 1}: ${text}`);
  }

  /** Whether there is what may keep a package from being loaded. */
  hasFaults(): boolean {
    if (this.broken.size > 0) return true;
    for (const [file, names] of this.missing) {
      const required = requiredAtLoad(file);
      for (const name of names) if (required.get(name) === true && isFault(name, file)) return true;
    }
    return false;
  }
}

const CODE = /\.[cm]?js$/;

/**
 * Reads the modules behind files, without what was met before; what is met now is noted.
 *
 * @param missing what is imported beside them: where it is not there, nothing is put together of the modules
 * @returns the modules; nothing where there is anything wrong
 */
async function scan(
  entries: readonly string[],
  met: Met,
  missing?: string,
): Promise<Metafile["inputs"] | undefined> {
  let bytes = 0;
  const known: Plugin = {
    name: "known",
    setup({ onLoad, onResolve }) {
      for (const [file, names] of missing === undefined ? met.missing : [])
        for (const name of names)
          onResolve({ filter: exactly(name) }, ({ importer, path }) =>
            realOf(importer) === file ? { path, external: true } : undefined,
          );
      onLoad({ filter: CODE }, ({ path }) => {
        bytes += statSync(path).size;
        // Any name can be imported from CommonJS.
        return bytes > LIMIT || met.refused.has(realOf(path))
          ? { contents: "module.exports = {};" }
          : undefined;
      });
    },
  };
  const names = [...entries, ...(missing === undefined ? [] : [missing])];
  try {
    const { metafile } = await build({
      stdin: { contents: names.map((name) => `import ${JSON.stringify(name)};`).join("\n"), resolveDir: sep },
      absWorkingDir: sep,
      outdir: join(sep, "unused"),
      bundle: true,
      platform: "node",
      format: "esm",
      mainFields: ["main", "module"],
      loader: { ".node": "empty", ".wasm": "empty", ".css": "empty", ".html": "empty" },
      logLevel: "silent",
      logLimit: 0,
      metafile: true,
      write: false,
      plugins: [known],
    });
    return metafile.inputs;
  } catch (error) {
    for (const message of (error as Partial<BuildFailure>).errors ?? []) met.add(message);
    return undefined;
  }
}

function exactly(name: string): RegExp {
  return new RegExp(`^${name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}$`);
}

/** Goes from module to module as they are loaded. */
function faultsOf(entries: readonly string[], inputs: Metafile["inputs"], { broken }: Met): PackageFault[] {
  const texts = new Set<string>();
  const modules = new Map(Object.entries(inputs).map(([name, input]) => [realOf(resolve(sep, name)), input]));
  const loaded = new Set(entries);
  for (const file of loaded) {
    const syntaxError = broken.get(file);
    if (syntaxError !== undefined)
      texts.add(
        `The package "${packageOf(file)}" cannot be loaded: ${shownPath(file)}:${syntaxError}. ${AGAIN}`,
      );
    const imports = modules.get(file)?.imports ?? [];
    const required = imports.some(({ kind }) => kind === "require-call") ? requiredAtLoad(file) : undefined;
    for (const { path, kind, original = path, external } of imports) {
      if (kind !== "import-statement" && (kind !== "require-call" || required?.has(original) !== true))
        continue;
      if (external !== true) loaded.add(realOf(resolve(sep, path)));
      else if (required?.get(original) !== false && isFault(original, file))
        texts.add(textOfFault(original, file));
    }
  }
  return [...texts].toSorted().map((text) => ({ text }));
}

function shownPath(file: string): string {
  return file.slice(file.indexOf(MODULES) + 1).replaceAll(sep, "/");
}

const AGAIN = "Install it again, or another version of it.";

function textOfFault(name: string, file: string): string {
  const pack = packageNameOf(name);
  const by = `The package "${packageOf(file)}"`;
  return pack === undefined
    ? `${by} cannot be loaded: ${shownPath(file)} loads "${name}", which does not exist. ${AGAIN}`
    : `${by} loads "${pack}", which is not installed. ${cureOf(pack, file.slice(0, file.indexOf(MODULES)))}`;
}

/** Whether an import that finds nothing is of what is not there, not of a part that a package hides. */
function isFault(name: string, from: string): boolean {
  const pack = packageNameOf(name);
  if (pack === undefined) return name.startsWith(".");
  if (isBuiltin(pack) || frameworkModuleName(name) !== undefined) return false;
  return findUp(dirname(from), join("node_modules", pack)) === undefined;
}

const PERHAPS = new Set(["TryStatement", "IfStatement", "ConditionalExpression", "LogicalExpression"]);

const STATEMENT = /^(?:Import|Export)\w*Declaration$/;

/** The names that a module loads while it is loaded itself; of conditions, only its own files, with `false`. */
function requiredAtLoad(file: string): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  const program = parseScript(readFileSync(file, "utf8"));
  const visit = (node: Node, perhaps: boolean): void => {
    if (isFunction(node)) return;
    const imported = STATEMENT.test(node.type) ? nameOf(nodeAt(node, "source")) : undefined;
    if (imported !== undefined) names.set(imported, true);
    if (node.type === "CallExpression" && nameOf(nodeAt(node, "callee")) === "require") {
      const name = nameOf(nodesAt(node, "arguments")[0]);
      if (name !== undefined && (!perhaps || name.startsWith(".")))
        names.set(name, !perhaps || names.get(name) === true);
    }
    for (const child of childrenOf(node)) visit(child, perhaps || PERHAPS.has(node.type));
  };
  if (program !== undefined) visit(program, false);
  return names;
}

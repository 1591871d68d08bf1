import type { Exported } from "./module.ts";
import { readSource } from "../compile/source.ts";
import { isFunction, type Node, unwrapped } from "./node.ts";
import { DYNAMIC } from "./operators.ts";
import { evaluate, type Files, type ModuleFile, type Value, valueOfDeclaration } from "./values.ts";

/** Follows values through the files that `open` reads. */
export function followFiles({ resolve, open }: Pick<Files, "open" | "resolve">): Files {
  const files: Files = { resolve, open, valueFrom: (...from) => valueFrom(files, ...from) };
  return files;
}

/** What a name that a file exports gives; `undefined` where it exports none of that name. */
export async function exportedValue(
  file: ModuleFile,
  name: string,
  files: Files,
  seen: ReadonlySet<string> = new Set(),
): Promise<Value | undefined> {
  const key = `${file.file}\0${name}`;
  if (seen.has(key)) return undefined;
  const path = new Set([...seen, key]);
  const exported = file.exports.get(name);
  if (exported !== undefined) return valueOfExport(file, exported, files, path);
  if (name === "default" && file.kind === "esm") return undefined;
  const all = file.kind === "cjs" ? file.exports.get("default") : undefined;
  if (all !== undefined && isOpaque(all.node)) return undefined;
  for (const source of file.stars) {
    // oxlint-disable-next-line no-await-in-loop -- the first that has the name gives it
    const found = await files.valueFrom(file, source, name, file.program, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A function or a literal: it has no members of the names that are asked for. */
function isOpaque(node: Node): boolean {
  return isFunction(unwrapped(node));
}

/** The names that a file exports, its own and those that `export *` brings from local files. */
export async function exportedNames(
  file: ModuleFile,
  files: Files,
  seen: Set<string> = new Set(),
): Promise<ReadonlySet<string>> {
  const names = new Set(file.exports.keys());
  seen.add(file.file);
  for (const source of file.stars) {
    // oxlint-disable-next-line no-await-in-loop -- few files have one
    const path = await files.resolve(source, file.file);
    if (path === undefined || seen.has(path) || !SOURCE.test(path)) continue;
    // oxlint-disable-next-line no-await-in-loop
    for (const name of await exportedNames(await files.open(path), files, seen))
      if (name !== "default") names.add(name);
  }
  return names;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

async function valueOfExport(
  file: ModuleFile,
  exported: Exported,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Value | undefined> {
  const { node } = exported;
  switch (exported.kind) {
    case "expression":
      return evaluate(node, file, files, seen);
    case "local": {
      const declaration = file.bindings.top.get(exported.name);
      return declaration === undefined
        ? { value: DYNAMIC, node, file }
        : valueOfDeclaration(declaration, node, file, files, seen);
    }
    case "from":
      return exported.name === "*"
        ? { value: DYNAMIC, node, file }
        : files.valueFrom(file, exported.source, exported.name, node, seen);
    case "unknown":
      return { value: DYNAMIC, node, file };
  }
}

async function valueFrom(
  files: Files,
  importer: ModuleFile,
  source: string,
  name: string,
  node: Node,
  seen: ReadonlySet<string>,
): Promise<Value | undefined> {
  const path = await files.resolve(source, importer.file);
  if (path === undefined) return { value: DYNAMIC, node, file: importer };
  if (path.endsWith(".json")) return jsonValue(path, name, node, importer);
  if (!SOURCE.test(path)) return { value: DYNAMIC, node, file: importer };
  return exportedValue(await files.open(path), name, files, seen);
}

async function jsonValue(
  path: string,
  name: string,
  node: Node,
  file: ModuleFile,
): Promise<Value | undefined> {
  try {
    const data = JSON.parse(readSource(path)) as Readonly<Record<string, unknown>>;
    if (name === "default") return { value: data, node, file };
    return Object.hasOwn(data, name) ? { value: data[name], node, file } : undefined;
  } catch {
    return { value: DYNAMIC, node, file };
  }
}

import { posix } from "node:path";
import { parse } from "acorn";
import { build, type Metafile } from "esbuild";
import { MagicString } from "magic-string";
import { OUTPUT, specifierOf } from "./output.ts";

/** A file that esbuild made, by its path in `dist`. */
export type Texts = ReadonlyMap<string, string>;

/** What each file imports; what is imported when it is asked for, or by a package's name, is marked. */
export type Outputs = Metafile["outputs"];

export interface Joined {
  readonly texts: Texts;
  /** The paths of the files that each file imports, and the names of packages. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

const isShared = (path: string): boolean => /^chunks\/chunk-[^/]*\.js$/.test(path);

/** What decides which chunks become one. */
export interface Plan {
  /** Files whose chunks stay as they are, also those that they import later. */
  readonly apart: readonly string[];
  /** Chunks that this program, the first one, needs at its start become one; those that others need too, another one. */
  readonly programs: readonly (readonly string[])[];
}

/**
 * Joins what esbuild has split too finely. It makes a chunk for each set of entry points that share modules, and Node takes
 * a millisecond for each file. Only what one program needs as a whole is joined, so that a copy of it does not grow.
 */
export async function joinChunks(texts: Texts, outputs: Outputs, plan: Plan): Promise<Joined> {
  const groups = groupsOf(outputs, plan);
  const renamed = new Map([...texts].map(([path, text]) => [path, withUniqueNames(path, text, groups)]));
  const joined = new Map<string, string>();
  for (const [path, text] of renamed) if (!groups.has(path)) joined.set(path, text);
  for (const group of new Set(groups.values())) joined.set(group, await join(group, groups, renamed));
  const imports = new Map<string, Set<string>>();
  for (const [path, { imports: found }] of Object.entries(outputs)) {
    const from = groups.get(path) ?? path;
    const all = imports.get(from) ?? new Set();
    imports.set(from, all);
    for (const { path: to, external } of found) all.add(external === true ? to : (groups.get(to) ?? to));
    all.delete(from);
  }
  return { texts: joined, imports };
}

/** The file that each chunk goes into, of those that are joined. */
function groupsOf(outputs: Outputs, { apart, programs }: Plan): Map<string, string> {
  const alone = reached(outputs, apart, () => true);
  const [first = new Set(), ...others] = programs.map((entries) =>
    reached(outputs, entries, ({ kind }) => kind === "import-statement"),
  );
  const groups = new Map<string, string>();
  for (const path of Object.keys(outputs)) {
    if (!isShared(path) || alone.has(path) || !first.has(path)) continue;
    const needs = others.map((files) => (files.has(path) ? "1" : "0")).join("");
    groups.set(path, `chunks/joined-${needs}.js`);
  }
  return groups;
}

type Import = Outputs[string]["imports"][number];

function reached(
  outputs: Outputs,
  entries: readonly string[],
  follows: (found: Import) => boolean,
): Set<string> {
  const files = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    for (const found of outputs[path]!.imports)
      if (found.external !== true && follows(found)) waiting.push(found.path);
  }
  return files;
}

/** Gives what chunks export names that no other chunk has, and imports it under these. */
function withUniqueNames(file: string, text: string, groups: ReadonlyMap<string, string>): string {
  const output = new MagicString(text);
  for (const node of parse(text, { ecmaVersion: "latest", sourceType: "module" }).body) {
    if (node.type === "ExportNamedDeclaration" && groups.has(file)) {
      if (node.source) throw new Error(`${file} exports what is of ${String(node.source.value)}.`);
      for (const { local, exported, start, end } of node.specifiers)
        output.update(start, end, `${nameOf(local)} as ${uniqueName(file, nameOf(exported))}`);
    }
    if (node.type !== "ImportDeclaration") continue;
    const from = posix.join(posix.dirname(file), String(node.source.value));
    const group = groups.get(from);
    if (group === undefined) continue;
    for (const specifier of node.specifiers) {
      if (specifier.type !== "ImportSpecifier") throw new Error(`${file} imports all of ${from}.`);
      const { imported, local, start, end } = specifier;
      output.update(start, end, `${uniqueName(from, nameOf(imported))} as ${local.name}`);
    }
    if (groups.has(file)) continue;
    output.update(node.source.start, node.source.end, JSON.stringify(specifierOf(group, file)));
  }
  return output.toString();
}

const uniqueName = (file: string, name: string): string => `${name}_${/-(\w+)\.js$/.exec(file)![1]}`;

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  if (node.type !== "Identifier") throw new Error(`A chunk exports ${JSON.stringify(node.value)}.`);
  return node.name!;
}

/** The chunks of a group as one module. */
async function join(group: string, groups: ReadonlyMap<string, string>, texts: Texts): Promise<string> {
  const members = [...groups].flatMap(([path, to]) => (to === group ? [path] : []));
  const { outputFiles } = await build({
    stdin: { contents: members.map((path) => `export * from "./${path}";`).join("\n") },
    ...OUTPUT,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "chunks",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
            const file = posix.join(posix.dirname(importer === "<stdin>" ? "" : importer), path);
            if (!path.startsWith(".") || !texts.has(file) || kind === "dynamic-import")
              return { path, external: true };
            if (groups.get(file) === group) return { path: file, namespace: "chunk" };
            return { path: specifierOf(groups.get(file) ?? file, group), external: true };
          });
          onLoad({ filter: /.*/, namespace: "chunk" }, ({ path }) => ({ contents: texts.get(path)! }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}

import { dirname } from "node:path";
import type { ContextCall } from "../syntax/references.ts";
import { type Alias, filesBelow, folderOf, isFolder, loadOf, type Pattern } from "./pattern.ts";
import { RESOLVE_EXTENSIONS } from "./esbuild-options.ts";
import { relativePath, sourceName, specifier } from "./source.ts";

/**
 * `require.context("./folder", true, /\.ts$/)`: the modules of a folder, by their names in it. As under Next, each is
 * loaded when it is asked for.
 */
export function contextPattern(
  { path, deep, filter, later }: ContextCall,
  file: string,
  { dir, aliases }: { readonly dir: string; readonly aliases: readonly Alias[] },
): Pattern {
  const folder = folderOf(`${path}/`, dirname(file), aliases);
  const isWanted = (key: string): boolean => filter === undefined || new RegExp(filter).test(key);
  const found = (folder === undefined ? [] : filesBelow(folder))
    .map((full) => ({ full, key: `./${relativePath(folder!, full)}` }))
    .filter(({ key }) => deep || !key.slice("./".length).includes("/"))
    .toSorted((a, b) => compare(a.key, b.key));
  const files = found.filter(({ key }) => isWanted(key));
  const members = new Map(files.map(({ full }) => [specifier(dirname(file), full), full]));
  // webpack finds a file without its extension too, and an index by its folder.
  const others = found.flatMap(({ key }) =>
    shorterNames(key)
      .filter(isWanted)
      .map((name) => [name, key] as const),
  );
  const known = new Set(files.map(({ key }) => key));
  const aliasesOfFiles = Object.fromEntries(others.filter(([, key]) => known.has(key)).toReversed());
  const isThere = folder !== undefined && isFolder(folder);
  const code = (): string => {
    if (!isThere) return thrown(`Cannot find module '${path}'`);
    const entries = files.map(({ full, key }) => {
      const load = loadOf(specifier(dirname(file), full), full, dir, later);
      return `${JSON.stringify(key)}: [() => ${load}, ${JSON.stringify(`./${sourceName(dir, full)}`)}]`;
    });
    const id = `./${folder === undefined ? path : sourceName(dir, folder)}`;
    return `__pages_folder({ ${entries.join(", ")} }, ${JSON.stringify(aliasesOfFiles)}, ${JSON.stringify(id)}, ${later})`;
  };
  return { folder: folder ?? dirname(file), isThere, members, code };
}

function thrown(message: string): string {
  const error = `Object.assign(new Error(${JSON.stringify(message)}), { code: "MODULE_NOT_FOUND" })`;
  return `(() => { throw ${error}; })()`;
}

/** `./a/index.ts`: `./a/index`, `./a`, `./a/` */
function shorterNames(key: string): string[] {
  const extension = RESOLVE_EXTENSIONS.find((each) => key.endsWith(each));
  if (extension === undefined) return [];
  const bare = key.slice(0, -extension.length);
  if (!bare.endsWith("/index")) return [bare];
  const folder = bare.slice(0, -"/index".length);
  return [bare, `${folder}/`, ...(folder === "." ? [] : [folder])];
}

/** The files of a folder, then those of the folders in it. */
function compare(a: string, b: string): number {
  const [first, second] = [a.split("/"), b.split("/")];
  const at = first.findIndex((part, index) => part !== second[index]);
  const isFile = (parts: readonly string[]): boolean => at === parts.length - 1;
  if (isFile(first) !== isFile(second)) return isFile(first) ? -1 : 1;
  return first[at]! < second[at]! ? -1 : 1;
}

import { type Dirent, readdirSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { cookedOf, type Node, nodesAt, unwrapped } from "../syntax/node.ts";
import type { Alias } from "../project/tsconfig.ts";
import { packageNameOf } from "./missing-import.ts";
import { isModule, RESOLVE_EXTENSIONS } from "./esbuild-options.ts";
import { relativePath, sourceName, specifier } from "./source.ts";

export type { Alias } from "../project/tsconfig.ts";

/*
 * `import(`../texts/${name}`)` stands for every file below a folder: a context, as webpack calls it. Each file is a
 * module of its own, so that there is one instance of it, whoever imports it, and it is loaded when it is asked for.
 */

/** The files that an import may be of. */
export interface Pattern {
  /** The folder (absolute) that they are below. */
  readonly folder: string;
  /** Whether there is such a folder. */
  readonly isThere: boolean;
  /** They, as the importer names them, and their paths (absolute). */
  readonly members: ReadonlyMap<string, string>;
  /** What takes the place of the call up to its argument. */
  code(later: boolean): string;
}

/**
 * Reads the argument of an import as a pattern.
 *
 * @returns `undefined` for a plain text, and for what only the running program knows: those are Node's
 */
export function patternOf(
  node: Node,
  file: string,
  { dir, aliases }: { readonly dir: string; readonly aliases: readonly Alias[] },
): Pattern | undefined {
  const parts = partsOf(node);
  const [head] = parts;
  if (typeof head !== "string" || parts.length === 1 || !head.includes("/")) return undefined;
  const start = head.slice(0, head.lastIndexOf("/") + 1);
  const folder = folderOf(start, dirname(file), aliases);
  if (folder === undefined) return undefined;
  const isWanted = matcherOf([head.slice(start.length), ...parts.slice(1)]);
  const paths = filesBelow(folder).filter((path) => isWanted(relativePath(folder, path)));
  const members = new Map(paths.map((path) => [specifier(dirname(file), path), path]));
  const code = (later: boolean): string => {
    const entries = [...members].map(([name, path]) => {
      const key = JSON.stringify(start + relativePath(folder, path));
      return `${key}: () => ${loadOf(name, path, dir, later)}`;
    });
    return `__pages_context({ ${entries.join(", ")} }, ${later})(`;
  };
  return { folder, isThere: isFolder(folder), members, code };
}

/** What is wrong with a pattern that no file matches, as its call asks for. */
export function textOfNoMatch({ folder, isThere }: Pattern, dir: string): string {
  const name = sourceName(dir, folder);
  if (!isThere)
    return `There is no folder ${name}. Correct the path, create the folder, or catch the error by a try around the call.`;
  return `No file in ${name} matches: each call fails, and Turbopack refuses to build it. Correct the path, or catch the error by a try around the call.`;
}

/** The texts that an expression is put together of, and `undefined` for what is between them. */
function partsOf(expression: Node): (string | undefined)[] {
  const node = unwrapped(expression);
  if (node.type === "Literal" && typeof node["value"] === "string") return [node["value"]];
  if (node.type === "BinaryExpression" && node["operator"] === "+")
    return joined([...partsOf(node["left"] as Node), ...partsOf(node["right"] as Node)]);
  if (node.type !== "TemplateLiteral") return [undefined];
  const expressions = nodesAt(node, "expressions");
  return joined(
    nodesAt(node, "quasis").flatMap((quasi, index) => {
      const expression = expressions[index];
      return [cookedOf(quasi), ...(expression === undefined ? [] : partsOf(expression))];
    }),
  );
}

function joined(parts: readonly (string | undefined)[]): (string | undefined)[] {
  const result: (string | undefined)[] = [];
  for (const part of parts) {
    const before = result.at(-1);
    if (typeof part === "string" && typeof before === "string") result[result.length - 1] = before + part;
    else if (part !== "") result.push(part);
  }
  return result;
}

/** By a path, or by an alias of tsconfig's `paths` or `baseUrl`; what else there is, is a package. */
export function folderOf(start: string, from: string, aliases: readonly Alias[]): string | undefined {
  if (/^\.{1,2}\//.test(start)) return resolve(from, start);
  if (start.startsWith("/") || start.includes(":")) return undefined;
  const folders = aliases
    .filter(({ pattern }) => pattern.endsWith("*") && start.startsWith(pattern.slice(0, -1)))
    .flatMap(({ pattern, targets }) =>
      targets
        .filter((target) => target.endsWith("*"))
        .map((target) => ({
          pattern,
          folder: resolve(target.slice(0, -1) + start.slice(pattern.length - 1)),
        })),
    );
  const found = folders.find(({ folder }) => isFolder(folder));
  // `@/…` can be nothing else; another name may be a package.
  return (found ?? folders.find(({ pattern }) => packageNameOf(pattern) === undefined && pattern !== "*"))
    ?.folder;
}

export function isFolder(path: string): boolean {
  return entriesOf(path) !== undefined;
}

/** As webpack's contexts: files are found without their extension, and by the name of a folder with an index. */
function matcherOf(parts: readonly (string | undefined)[]): (name: string) => boolean {
  return (name) => {
    const extension = RESOLVE_EXTENSIONS.find((each) => name.endsWith(each)) ?? "";
    const bare = name.slice(0, name.length - extension.length);
    const folder = basename(bare) === "index" ? [dirname(bare), `${dirname(bare)}/`] : [];
    return [name, bare, ...folder].some((each) => matches(each, parts));
  };
}

/** Whether a name has the texts of a pattern in their order, at its beginning and end too. */
function matches(name: string, parts: readonly (string | undefined)[]): boolean {
  const texts = parts.map((part) => part ?? "");
  const first = texts[0]!;
  const last = parts.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const text of texts.slice(1, -1)) {
    const found = name.indexOf(text, at);
    if (found === -1) return false;
    at = found + text.length;
  }
  return at <= name.length - last.length;
}

export function filesBelow(folder: string): string[] {
  const entries = (entriesOf(folder) ?? []).filter(
    ({ name }) => name !== "node_modules" && !name.startsWith("."),
  );
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.d\.[cm]?ts$/.test(entry.name) || /["\\*?#]/.test(entry.name) ? [] : [path];
  });
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

/** What is not a module does no harm until it is asked for. */
export function loadOf(name: string, path: string, dir: string, later: boolean): string {
  if (!isModule(path) && extname(path) !== ".node") {
    const refusal = JSON.stringify(`${sourceName(dir, path)} is not a module.`);
    return `{ throw new Error(${refusal}); }`;
  }
  return `${later ? "import" : "require"}(${JSON.stringify(name)})`;
}

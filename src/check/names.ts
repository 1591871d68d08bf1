import { PackageNames } from "../compile/package-names.ts";
import { exportedNames } from "../syntax/follow.ts";
import { type Node, nodesAt } from "../syntax/node.ts";
import type { Files, ModuleFile } from "../syntax/values.ts";

/** Any name can be imported from CommonJS. */
export const ANY = "module.exports = {};";
const packageNames = new PackageNames();

/**
 * A module that exports the names of a builtin module or of a package's file, so that the compiler finds imports of
 * other names.
 *
 * @param path the name of a builtin module, or a file, absolute
 */
export function namesModule(path: string): string {
  const names = packageNames.namesOf(path);
  if (names === undefined) return ANY;
  const list = [...names].map((name) => `_ as ${JSON.stringify(name)}`).join(", ");
  return `const _ = 0;\nexport { ${list} };`;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/** The names that a file exports; `undefined` where only the running program knows them. */
export async function knownNames(file: ModuleFile, files: Files): Promise<ReadonlySet<string> | undefined> {
  return (await isKnown(file, files)) ? exportedNames(file, files) : undefined;
}

/** Whether the file, and all that its `export *` take, are ES modules that can be read. */
async function isKnown(file: ModuleFile, files: Files, seen: Set<string> = new Set()): Promise<boolean> {
  if (file.kind !== "esm" || nodesAt(file.program, "body").some(isExportedAlias)) return false;
  seen.add(file.file);
  for (const source of file.stars) {
    // oxlint-disable-next-line no-await-in-loop -- few files have one
    const path = await files.resolve(source, file.file);
    if (path === undefined || !SOURCE.test(path)) return false;
    // oxlint-disable-next-line no-await-in-loop
    if (!seen.has(path) && !(await isKnown(await files.open(path), files, seen))) return false;
  }
  return true;
}

/** `export import a = b.c`. */
function isExportedAlias(node: Node): boolean {
  return node.type === "TSImportEqualsDeclaration" && node["isExport"] === true;
}

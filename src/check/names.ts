import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve as resolvePath } from "node:path";
import { formatOfPackage } from "../compile/lookup.ts";
import { FUNCTIONS } from "../compile/resolve.ts";
import { ExportReader } from "../syntax/exports.ts";
import { exportedNames } from "../syntax/follow.ts";
import { type Node, nodesAt } from "../syntax/node.ts";
import type { Files, ModuleFile } from "../syntax/values.ts";

/** Any name can be imported from CommonJS. */
const ANY = "module.exports = {};";
/** They print a warning when they are loaded. */
const WARNING = new Set(["punycode", "sqlite", "sys", "wasi"]);
const require = createRequire(import.meta.url);

/**
 * A module that exports the names of a builtin module or of a package's file, so that the compiler finds imports of
 * other names: Node refuses to link those.
 *
 * @param path the name of a builtin module, or a file, absolute
 */
export async function namesModule(path: string): Promise<string> {
  const names = isBuiltin(path) ? namesOfBuiltin(path) : await namesOfFile(path);
  if (names === undefined) return ANY;
  const list = [...names].map((name) => `_ as ${JSON.stringify(name)}`).join(", ");
  return `const _ = 0;\nexport { ${list} };`;
}

function namesOfBuiltin(path: string): ReadonlySet<string> | undefined {
  const name = path.replace("node:", "");
  // Functions are imported as CommonJS here.
  if (FUNCTIONS.has(name) || WARNING.has(name)) return undefined;
  return new Set(["default", ...Object.keys(require(path) as object)]);
}

/** The names of an ES module of a package; `undefined` where only Node knows them. */
async function namesOfFile(path: string): Promise<ReadonlySet<string> | undefined> {
  if (!SOURCE.test(path) || formatOfPackage(path) !== "esm") return undefined;
  const { files } = new ExportReader(dirname(path), async (specifier, from) =>
    specifier.startsWith(".") ? resolvePath(dirname(from), specifier) : undefined,
  );
  try {
    return await knownNames(await files.open(path), files);
  } catch {
    // Node reports what is wrong with a package.
    return undefined;
  }
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

import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const TYPESCRIPT = /\.[cm]?tsx?$/;
const MODULES = `${sep}node_modules${sep}`;

/**
 * Whether a file is of a package, and left to Node. What Node cannot load of a package is compiled as a source is:
 * TypeScript, and packages that have no entry but for bundlers. Inside the project, what lies above it does not count.
 *
 * @param transpile names of packages that are compiled too
 */
export function isPackageFile(file: string, dir: string, transpile?: readonly string[]): boolean {
  if (TYPESCRIPT.test(file)) return false;
  const above = file.startsWith(`${dir}${sep}`) ? dir : "";
  const at = file.lastIndexOf(MODULES);
  if (at < above.length) return false;
  const rest = file.slice(at + MODULES.length).split(sep);
  const name = rest.slice(0, rest[0]!.startsWith("@") ? 2 : 1).join("/");
  if (transpile?.includes(name) === true) return false;
  return !isForBundlers(file.slice(0, at + MODULES.length) + name.replace("/", sep));
}

const known = new Map<string, boolean>();

/** Whether a package has an entry by `"module"` alone, as some for browsers do. */
function isForBundlers(folder: string): boolean {
  let found = known.get(folder);
  if (found === undefined) known.set(folder, (found = hasModuleOnly(folder)));
  return found;
}

function hasModuleOnly(folder: string): boolean {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { main, module, exports } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (module === undefined || main !== undefined || exports !== undefined) return false;
    return !existsSync(join(folder, "index.js"));
  } catch {
    return false;
  }
}

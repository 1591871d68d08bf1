import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { didYouMean } from "../error.ts";
import { type Alias, targetsOf } from "../project/tsconfig.ts";
import { findUp } from "./source.ts";
import { absenceOf, cureOf } from "./uninstalled.ts";

/** `~` alone is a common alias. */
const NAME = /^(?:@[a-z0-9-~][\w.~-]*\/)?(?!~\/|~$)[a-z0-9-~][\w.~-]*(?=\/|$)/i;
const LISTED = 8;

interface Manifest {
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** The package that an import names; `undefined` for a path. */
export function packageNameOf(name: string): string | undefined {
  return /^[./#]/.test(name) || name.includes("*") ? undefined : NAME.exec(name)?.[0];
}

/**
 * Why an import finds nothing, and what to do.
 *
 * @param name as it is written
 * @param from the folder of the importer
 * @param aliases of the project's tsconfig.json
 */
export function missingImport(name: string, from: string, aliases: readonly Alias[]): string {
  if (name.startsWith(".") || name.startsWith("/")) {
    return `Cannot find "${name}".${nearestFile(name, resolve(from, name))} Correct the path, or create the file.`;
  }
  if (name.startsWith("node:")) return `Node ${process.version} has no module "${name}". Correct its name.`;
  if (/^https?:/.test(name))
    return `Cannot load "${name}": modules come from files and packages. Download it into the project.`;
  if (name.startsWith("#")) return `Cannot find "${name}". Add it to "imports" in package.json.`;
  const [aliased] = targetsOf(name, aliases);
  const pack = NAME.exec(name)?.[0];
  if (
    aliased !== undefined &&
    (pack === undefined || findUp(from, join("node_modules", pack)) === undefined)
  ) {
    return `Cannot find "${name}": "paths" of tsconfig.json makes it ${aliased}, and no such file exists.${nearestFile(name, aliased)}`;
  }
  if (pack === undefined) {
    return `Cannot find "${name}". Add it to "paths" in tsconfig.json, or create the file it stands for.`;
  }
  const folder = findUp(from, join("node_modules", pack));
  if (folder !== undefined) return missingPart(pack, `.${name.slice(pack.length)}`, folder);
  const missing = `Cannot find the package "${pack}" (import of "${name}").`;
  const isFolder = name !== pack && absenceOf(pack, from) === "unknown" && findUp(from, pack) !== undefined;
  return isFolder
    ? `${missing} If it stands for the folder ${pack} of this project, set "baseUrl" in tsconfig.json.`
    : `${missing} ${cureOf(pack, from)}`;
}

/** The file of the same folder whose name is nearest, written as the missing one is. */
function nearestFile(name: string, path: string): string {
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const hasExtension = extname(name) !== "";
  const known = names.map((each) => (hasExtension ? each : basename(each, extname(each))));
  const wanted = basename(name);
  const before = name.slice(0, name.length - wanted.length);
  const options = known.map((each) => before + each);
  return didYouMean(name, options, wanted.length);
}

/** The package is there, but not what is imported of it. */
function missingPart(pack: string, path: string, folder: string): string {
  const { version, main, exports } = manifestOf(folder);
  const installed = `The package "${pack}"${version === undefined ? "" : ` ${version}`} is installed, but`;
  if (exports !== undefined) {
    const names = namesOf(exports);
    if (names.includes(path))
      return `${installed} the file that its "exports" name for "${path}" does not exist, or is not for Node.`;
    const list = names
      .slice(0, LISTED)
      .map((each) => `"${each}"`)
      .join(", ");
    const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
    return `${installed} its "exports" do not have "${path}", only ${list}${more}.`;
  }
  if (path !== ".") return `${installed} has no file "${path}".`;
  if (main !== undefined && !existsSync(join(folder, main))) {
    return `${installed} its main file ${main} does not exist. If it is a package of this repository, build it.`;
  }
  return `${installed} contains no code. If it has types only, write \`import type\`.`;
}

function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return {};
  }
}

/** The paths that a package's `exports` have. */
function namesOf(exports: unknown): string[] {
  const entries = typeof exports === "object" && exports !== null ? Object.entries(exports) : [];
  // `null` hides what a pattern would give.
  const names = entries.filter(([, target]) => target !== null).map(([name]) => name);
  return names.some((name) => name.startsWith(".")) ? names : ["."];
}

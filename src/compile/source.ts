import type { PartialMessage } from "esbuild";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { RouteError } from "../error.ts";
import { hashOf } from "../hash.ts";
import type { Place } from "./folders.ts";

/** The name of the module that all compiled modules have their rule for CommonJS from: see `interop.ts`. */
export const INTEROP = "pages-api:interop";
/** Where it is made from. */
export const interopDir = dirname(fileURLToPath(import.meta.url));

/** How Node loads the module that a source becomes: `import` of an `.mjs`, or `require` of a `.cjs`. */
export type Format = "esm" | "cjs";

/** One source file, compiled by itself: imports of other sources are placeholders until `outputText` names them. */
export interface Source {
  readonly file: string;
  /** Modification time and size when it was read; another stamp means another text. */
  readonly stamp: string;
  readonly format: Format;
  readonly code: string;
  readonly map: string;
  /** The sources it imports, with the format that its code takes each to have. */
  readonly imports: ReadonlyMap<string, Format>;
  /** Those of them that it asks for by `require`. */
  readonly requires?: ReadonlySet<string>;
  /** Where its imports look: a file that comes or goes there may give one of them another meaning. */
  readonly places?: ReadonlySet<Place>;
  /** The files of packages that it imports, as they were resolved. */
  readonly packages?: ReadonlySet<string>;
  /** It exports all of CommonJS whose names only the running program knows. */
  readonly hides?: boolean;
  /** The sources that it exports all of, where they are CommonJS. */
  readonly stars?: ReadonlySet<string>;
  /** What is otherwise than its author may think, each with its place. */
  readonly warnings?: readonly string[];
  readonly error?: RouteError;
}

/** What changes when a file is written: its times and size, or "" when there is no such file. */
export function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs}:${stat.ctimeMs}:${stat.size}` : "";
}

/** The file behind symbolic links: the compiler knows it by no other name. */
export function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}

/** As much of a hash as names of files need. */
export function digest(...parts: readonly string[]): string {
  return hashOf(...parts).slice(0, 16);
}

/** A source as its project calls it: the relative path, with forward slashes; the same on every machine. */
export function sourceName(dir: string, file: string): string {
  return isAbsolute(file) ? relativePath(dir, file) : file;
}

/** The path of a file (absolute) from a folder, with forward slashes. */
export function relativePath(dir: string, file: string): string {
  return relative(dir, file).replaceAll(sep, "/");
}

/** A path as import specifiers and source maps write it: forward slashes, and a leading `./` or `../`. */
export function specifier(fromDir: string, to: string): string {
  const path = relativePath(fromDir, to);
  return path.startsWith("../") ? path : `./${path}`;
}

/** A path with forward slashes as part of a URL. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** For the compiler's `onLoad`: what is not read since that would never end, such as a named pipe. */
export function unreadable(path: string): { errors: PartialMessage[] } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  // The compiler takes a file whose name differs in case, as some systems do.
  if (stats === undefined) return { errors: [{ text: otherCase(path) }] };
  if (stats.isFile()) return undefined;
  const location = { file: path, line: 1, column: 0, lineText: "" };
  return { errors: [{ text: "It is not a file. Put a file in its place, or remove the import.", location }] };
}

function otherCase(path: string): string {
  const wanted = basename(path);
  const found = readdirSync(dirname(path)).find((name) => name.toLowerCase() === wanted.toLowerCase());
  const cure = found === undefined ? "" : ` The file is called "${found}": write it in the same case.`;
  return `Cannot find "${wanted}".${cure}`;
}

/**
 * The text of a source, or its bytes. A named pipe would be waited for, for ever.
 *
 * @throws BuildFailure for what is not a file
 */
export function readSource(path: string): string;
export function readSource(path: string, encoding: "base64"): string;
export function readSource(path: string, encoding: "utf8" | "base64" = "utf8"): string {
  const failed = unreadable(path);
  if (failed !== undefined) throw Object.assign(new Error(failed.errors[0]!.text), failed);
  return readFileSync(path, encoding);
}

function isThere(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() || stats.isDirectory();
  } catch {
    return false;
  }
}

/** The first of `names` that exists in `from` or a folder above it. */
export function findUp(from: string, ...names: readonly string[]): string | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    for (const name of names) {
      const path = join(dir, name);
      if (isThere(path)) return path;
    }
    if (dirname(dir) === dir) return undefined;
  }
}

/**
 * Makes the question whether the tsconfig.json of the project is the one of a source: it lies in the project's folder
 * (absolute), and in no package of the same repository, which has a name and brings its own. Looks into each folder once.
 */
export function ownership(dir: string): (file: string) => boolean {
  const known = new Map([[dir, true]]);
  const isOwn = (folder: string): boolean => {
    let own = known.get(folder);
    if (own === undefined) {
      own = !isNamedPackage(folder) && isOwn(dirname(folder));
      known.set(folder, own);
    }
    return own;
  };
  return (file) => file.startsWith(`${dir}${sep}`) && isOwn(dirname(file));
}

function isNamedPackage(folder: string): boolean {
  const manifest = join(folder, "package.json");
  return isThere(manifest) && "name" in (JSON.parse(readFileSync(manifest, "utf8")) as object);
}

/** `"type"` of the nearest package.json, which decides what a `.js` file of a package is. */
export function packageType(file: string): Format {
  const manifest = findUp(dirname(file), "package.json");
  if (manifest === undefined) return "cjs";
  const { type } = JSON.parse(readFileSync(manifest, "utf8")) as { type?: string };
  return type === "module" ? "esm" : "cjs";
}

import { mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { RouteError } from "../error.ts";
import type { StaticAnswer } from "./answers.ts";

/**
 * Writes static answers as files, each at its path: `/feed.xml` to `feed.xml`, without its status and headers. The folder is
 * written anew.
 *
 * @throws Error for a path that leads out of the folder
 */
export function exportAnswers(folder: string, answers: readonly StaticAnswer[]): void {
  const files = answers.map((answer) => ({ file: fileOf(folder, answer.path), answer }));
  rmSync(folder, { recursive: true, force: true });
  for (const { file, answer } of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, answer.body);
  }
}

/**
 * The file of a path below a folder.
 *
 * @throws Error for a path that leads out of the folder
 */
export function fileOf(folder: string, path: string): string {
  const file = join(folder, decodeURIComponent(path));
  if (file.startsWith(folder + sep)) return file;
  throw new Error(`The answer of ${path} has no file of its own in ${folder}. Give its route another path.`);
}

/** A file of a static site, as another server would send it. */
export interface ExportedFile {
  /** Relative to the project. */
  readonly file: string;
  /** The file that it is made of: a route, or the config. */
  readonly source: string;
  readonly body: Buffer | string;
}

/**
 * Writes a static site beside what is in its folder, and removes what the build before wrote of it and this one has not.
 *
 * @param before the files that the build before wrote
 * @throws RouteError `ROUTE_CONFLICT` where a file would be the folder of another one; then nothing is written
 */
export function writeExported(dir: string, files: readonly ExportedFile[], before: readonly string[]): void {
  const sources = new Map(files.map(({ file, source }) => [file, source]));
  const stale = before.filter((file) => !sources.has(file));
  checkPlaces(dir, sources, new Set(stale));
  for (const file of stale) removeFile(dir, file);
  for (const { file, body } of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), body);
  }
}

/** No file can be a folder too. */
function checkPlaces(dir: string, sources: ReadonlyMap<string, string>, stale: ReadonlySet<string>): void {
  const checked = new Set<string>();
  for (const [file, source] of sources) {
    for (let folder = dirname(file); folder !== "." && !checked.has(folder); folder = dirname(folder)) {
      checked.add(folder);
      const other = sources.get(folder);
      if (other !== undefined) throw conflict(source, file, `${other} has the file ${folder}`);
      if (kindOf(dir, folder) === "file" && !stale.has(folder)) {
        throw conflict(source, file, `${folder} is a file there`);
      }
    }
    if (kindOf(dir, file) === "folder" && ![...stale].some((name) => name.startsWith(file + sep))) {
      throw conflict(source, file, "there is a folder of that name");
    }
  }
}

function kindOf(dir: string, file: string): "file" | "folder" | undefined {
  const stat = statSync(join(dir, file), { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isDirectory() ? "folder" : "file";
}

function conflict(source: string, file: string, reason: string): RouteError {
  return new RouteError(
    "ROUTE_CONFLICT",
    `${source}: its answer cannot be written to ${file}: ${reason}. Give one of the two routes an extension.`,
    { file: source },
  );
}

/** Removes a file, and the folders that it leaves empty. */
function removeFile(dir: string, file: string): void {
  rmSync(join(dir, file), { force: true });
  try {
    for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) rmdirSync(join(dir, folder));
  } catch {
    // Something else is in it, or it is not there.
  }
}

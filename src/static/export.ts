import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
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

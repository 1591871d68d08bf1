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
  const files = answers.map(({ path, body }) => ({ file: fileOf(folder, path), body }));
  rmSync(folder, { recursive: true, force: true });
  for (const { file, body } of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
  }
}

function fileOf(folder: string, path: string): string {
  const file = join(folder, decodeURIComponent(path));
  if (file.startsWith(folder + sep)) return file;
  throw new Error(`The answer of ${path} has no file of its own in ${folder}. Give its route another path.`);
}

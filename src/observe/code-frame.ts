import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { sourceFrame } from "../project/import.ts";

/** The place in the user's files that an error comes from, and the lines around it. */
export interface ErrorFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Lines with their numbers, the one in question marked, as compilers print them. */
  readonly text: string;
}

const AROUND = 2;
/** What a stack can name: environment files are not sources. */
const SOURCE = /\.(?:[cm]?[jt]sx?|json|astro|vue|svelte)$/;

/**
 * Finds the place of an error in a file that is still there.
 *
 * @param root from `sourceRoot`: files elsewhere are not read. A stack may come from anywhere.
 */
export function frameOf(error: unknown, root: string): ErrorFrame | undefined {
  const place = sourceFrame(error);
  if (place === undefined) return undefined;
  try {
    const file = realpathSync(place.file);
    if (!file.startsWith(`${root}${sep}`) || !SOURCE.test(file)) return undefined;
    // To read a named pipe waits for a writer.
    if (!statSync(file).isFile()) return undefined;
    const lines = readFileSync(file, "utf8").split(/\r?\n/);
    return { ...place, text: excerpt(lines, place.line, place.column) };
  } catch {
    return undefined;
  }
}

/** The frame of an error, or of the first of its causes that has one. */
export function firstFrameOf(error: unknown, root: string): ErrorFrame | undefined {
  const met = new Set<unknown>();
  for (let value = error; value instanceof Error && !met.has(value); value = value.cause) {
    met.add(value);
    const frame = frameOf(value, root);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

/** The folder whose sources a developer may be shown: the project, or the repository that it is a part of. */
export function sourceRoot(dir: string): string {
  const project = realPath(dir);
  for (let folder = project; folder !== dirname(folder); folder = dirname(folder)) {
    if (REPOSITORY.some((name) => existsSync(join(folder, name)))) return folder;
  }
  return project;
}

const REPOSITORY = [".git", "pnpm-workspace.yaml"];

function realPath(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}

function excerpt(lines: readonly string[], line: number, column: number): string {
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const output: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const mark = number === line ? ">" : " ";
    output.push(`${mark} ${String(number).padStart(width)} | ${lines[number - 1] ?? ""}`.trimEnd());
    if (number === line && column <= (lines[number - 1] ?? "").length + 1)
      output.push(`  ${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1))}^`);
  }
  return output.join("\n");
}

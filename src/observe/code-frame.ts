import { readFileSync } from "node:fs";
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

/** Finds the place of an error, or of its cause, in a file that is still there. */
export function frameOf(error: unknown): ErrorFrame | undefined {
  const place = sourceFrame(error);
  if (place === undefined) return error instanceof Error ? frameOf(error.cause) : undefined;
  try {
    const lines = readFileSync(place.file, "utf8").split(/\r?\n/);
    return { ...place, text: excerpt(lines, place.line, place.column) };
  } catch {
    return undefined;
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

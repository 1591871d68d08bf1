import type { Spot } from "../syntax/parse.ts";

/** What is found out about a file: `unsupported` cannot run here, `attention` runs, but not all as under its framework. */
export interface Finding extends Spot {
  readonly level: "attention" | "unsupported";
  /** Which rule it is of; stays the same from version to version. */
  readonly rule: string;
  /** What is there, and what to do. */
  readonly message: string;
  /** How many routes import the module that it is in, where there are several. */
  readonly routes?: number;
}

/** From the best to the worst. */
export const STATUSES = ["ok", "needs attention", "unsupported"] as const;
export type Status = (typeof STATUSES)[number];

/** A file that was looked at. */
export interface CheckedFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** The route that it serves, or `null` for a file of the project that is not a route. */
  readonly pattern: string | null;
  readonly status: Status;
  readonly findings: readonly Finding[];
  /** Of a route: modules that it shares with others, and whose findings are entries of their own. */
  readonly shared?: readonly string[];
}

export function checkedFile(file: string, pattern: string | null, findings: readonly Finding[]): CheckedFile {
  const levels = new Set(findings.map(({ level }) => level));
  const status = levels.has("unsupported")
    ? "unsupported"
    : levels.has("attention")
      ? "needs attention"
      : "ok";
  return { file, pattern, status, findings: findings.toSorted(byPlace).map(inOrder) };
}

/** Its members in one order, as they are printed. */
function inOrder({ level, rule, file, line, column, message, routes }: Finding): Finding {
  return { level, rule, file, line, column, message, ...(routes !== undefined && { routes }) };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

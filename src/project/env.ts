import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";

export type EnvMode = "development" | "production" | "test";

export interface LoadedEnv {
  /** The files that were read, absolute, the strongest first. */
  readonly files: readonly string[];
  /** All the files that would count if they existed: what a watcher looks at. */
  readonly candidates: readonly string[];
  /** What the files put into `process.env`; names that the environment has already are not among them. */
  readonly values: Readonly<Record<string, string>>;
}

/** What earlier calls have put into `process.env`, so that a later one can take it back. */
const applied = new Map<string, string>();

/**
 * Loads `.env.[mode].local`, `.env.local` (not for tests), `.env.[mode]` and `.env` into `process.env`, as Next
 * does: the first file that names a variable wins, and a variable of the real environment wins over all files.
 * `$NAME`, `${NAME}` and `${NAME:-default}` are expanded in every kind of quotes; `\$` is a plain dollar sign.
 *
 * Called again, it removes what has gone from the files and replaces what has changed there.
 */
export function loadEnv({ dir, mode }: { dir: string; mode: EnvMode }): LoadedEnv {
  takeBack();
  const names = [`.env.${mode}.local`, ...(mode === "test" ? [] : [".env.local"]), `.env.${mode}`, ".env"];
  const candidates = names.map((name) => join(dir, name));
  const files: string[] = [];
  const values: Record<string, string> = {};
  for (const file of candidates) {
    const text = read(file);
    if (text === undefined) continue;
    files.push(file);
    for (const [name, value] of Object.entries(expandAll(parse(text)))) {
      process.env[name] = values[name] = value;
      applied.set(name, value);
    }
  }
  return { files, candidates, values };
}

/** A variable that the program itself has changed since is its own. */
function takeBack(): void {
  for (const [name, value] of applied) if (process.env[name] === value) delete process.env[name];
  applied.clear();
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR") return undefined;
    throw error;
  }
}

/**
 * The variables of a file that the environment does not have. References look in the environment first, then in
 * the same file, where a circle counts as empty.
 */
function expandAll(raw: Readonly<Record<string, string>>): Record<string, string> {
  const done: Record<string, string> = {};
  const open = new Set<string>();
  const valueOf = (name: string): string | undefined => {
    const text = process.env[name] ?? done[name];
    if (text !== undefined || open.has(name) || raw[name] === undefined) return text;
    open.add(name);
    return (done[name] = expand(raw[name], valueOf));
  };
  for (const name of Object.keys(raw)) valueOf(name);
  return done;
}

const REFERENCE = /^\$(?:\{(\w+)(?::-([^}\\]*))?\}|(\w+))/;

/** From the right, so that the default of one reference may hold another. */
function expand(text: string, valueOf: (name: string) => string | undefined): string {
  let result = text;
  for (let at = text.lastIndexOf("$"); at >= 0; at = at === 0 ? -1 : result.lastIndexOf("$", at - 1)) {
    const match = result[at - 1] === "\\" ? null : REFERENCE.exec(result.slice(at));
    if (match === null) continue;
    const [all, braced, otherwise = "", bare = ""] = match;
    result = result.slice(0, at) + (valueOf(braced ?? bare) || otherwise) + result.slice(at + all.length);
  }
  return result.replaceAll("\\$", "$");
}

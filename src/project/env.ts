import { join } from "node:path";
import { parse } from "dotenv";
import { textOfFile } from "./text.ts";

export type EnvMode = "development" | "production" | "test";

export interface LoadedEnv {
  /** The files that were read, absolute, the strongest first. */
  readonly files: readonly string[];
  /** All the files that would count if they existed: what a watcher looks at. */
  readonly candidates: readonly string[];
  /** What the files put into `process.env`; names that the environment has already are not among them. */
  readonly values: Readonly<Record<string, string>>;
}

type Values = Map<string, string>;

/**
 * What has been put into `process.env`, by project, so that a later call for the same project can take it back. There
 * may be two copies of this package in a process, each with projects of its own.
 */
const applied = ((globalThis as { [key: symbol]: unknown })[Symbol.for("pages-api.env")] ??=
  new Map()) as Map<string, Values>;

/**
 * Loads `.env.[mode].local`, `.env.local` (not for tests), `.env.[mode]` and `.env` into `process.env`, as Next
 * does: the first file that names a variable wins, and a variable of the real environment wins over all files.
 * `$NAME`, `${NAME}` and `${NAME:-default}` are expanded in every kind of quotes; `\$` is a plain dollar sign.
 *
 * Called again, it removes what has gone from the files and replaces what has changed there. Another project's
 * variables stay, unless this one has variables of the same name.
 */
export function loadEnv({ dir, mode }: { dir: string; mode: EnvMode }): LoadedEnv {
  takeBack(dir);
  const own: Values = new Map();
  applied.set(dir, own);
  const names = [`.env.${mode}.local`, ...(mode === "test" ? [] : [".env.local"]), `.env.${mode}`, ".env"];
  const candidates = names.map((name) => join(dir, name));
  const files: string[] = [];
  const values: Record<string, string> = {};
  for (const file of candidates) {
    const text = read(file);
    if (text === undefined) continue;
    files.push(file);
    for (const [name, value] of Object.entries(expandAll(parse(text), values))) {
      process.env[name] = values[name] = value;
      own.set(name, value);
    }
  }
  return { files, candidates, values };
}

/** A variable that the program itself has changed since is its own. */
function takeBack(dir: string): void {
  const own = applied.get(dir) ?? new Map<string, string>();
  applied.delete(dir);
  for (const [name, value] of own) {
    if (process.env[name] !== value) continue;
    const other = [...applied.values()].find((values) => values.has(name))?.get(name);
    if (other === undefined) delete process.env[name];
    else process.env[name] = other;
  }
}

/** A variable of the real environment: none that a project has put there. */
function realValue(name: string): string | undefined {
  const value = process.env[name];
  return [...applied.values()].some((values) => values.get(name) === value) ? undefined : value;
}

function read(file: string): string | undefined {
  try {
    return textOfFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * The variables of a file that neither the environment has nor an earlier file. References look there first, then in
 * the same file, where a circle counts as empty.
 */
function expandAll(
  raw: Readonly<Record<string, string>>,
  earlier: Readonly<Record<string, string>>,
): Record<string, string> {
  const done: Record<string, string> = {};
  const open = new Set<string>();
  const valueOf = (name: string): string | undefined => {
    const text = realValue(name) ?? earlier[name] ?? done[name];
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

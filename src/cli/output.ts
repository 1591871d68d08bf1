import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { UsageError } from "./command.ts";

/** A build replaces its folder as a whole, so it must not be one that holds something else. */
export function checkOutput(dir: string, folder: string): void {
  if (`${dir}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) {
    throw new UsageError(`${folder} holds the project itself. Choose a folder of its own for --out.`);
  }
  let place = folder;
  while (!existsSync(place)) place = dirname(place);
  if (!statSync(place).isDirectory()) throw new UsageError(`${place} is not a folder. Choose another --out.`);
  if (place !== folder) return;
  const names = readdirSync(folder);
  if (names.length === 0 || isBuild(names) || isStandalone(folder)) return;
  throw new UsageError(`${folder} is not empty, and is not a build. Empty it, or choose another --out.`);
}

function isBuild(names: readonly string[]): boolean {
  const own = names.filter((name) => name !== "static" && name !== "static.json");
  return own.toSorted().join(" ") === "chunks manifest.json";
}

function isStandalone(folder: string): boolean {
  const program = join(folder, "server.js");
  return existsSync(program) && readFileSync(program, "utf8").startsWith("// Written by `pages-api build");
}

/** What the files below a folder take. */
export function sizeOf(folder: string): { files: number; bytes: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const sizes = entries.map((entry) => lstatSync(join(entry.parentPath, entry.name)).size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** `999 B`, `84 kB`, `3.1 MB`. */
export function textOfBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A path as a person in the working directory would write it. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === "" || path.startsWith("..") ? file : path;
}

/** Where a command reports what it has done: lines for people, or one JSON object for machines. */
export interface Output {
  /** @param facts members of the object; the line is left out there */
  say(line: string, facts?: object): void;
  /** Prints the object. */
  end(): void;
}

export function outputOf(json: boolean): Output {
  if (!json) return { say: (line) => console.log(line), end() {} };
  const all = {};
  return {
    say: (_line, facts) => void Object.assign(all, facts),
    end: () => console.log(JSON.stringify(all)),
  };
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findUp } from "./source.ts";

/** What a package.json says, as far as it is asked for. */
export interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly [field: string]: unknown;
}

/** Each package.json of a folder and of those above it, nearest first. */
export function* manifestsAbove(from: string): Generator<[folder: string, manifest: Manifest]> {
  for (let file = findUp(from, "package.json"); file !== undefined;) {
    const folder = dirname(file);
    yield [folder, readManifest(file)];
    file = dirname(folder) === folder ? undefined : findUp(dirname(folder), "package.json");
  }
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return {};
  }
}

/**
 * Whether a package is in one of the folders that a repository's root names, in package.json or pnpm-workspace.yaml.
 * A pattern that leaves folders out again is not looked at: what is there is of the repository.
 */
export function isWorkspace(pack: string, root: string, { workspaces = [] }: Manifest): boolean {
  const patterns = "packages" in workspaces ? (workspaces.packages ?? []) : (workspaces as readonly string[]);
  return [...patterns, ...pnpmPatterns(join(root, "pnpm-workspace.yaml"))].some((pattern) =>
    foldersOf(root, pattern.split("/")).some(
      (folder) => readManifest(join(folder, "package.json")).name === pack,
    ),
  );
}

/** The list `packages` of a pnpm-workspace.yaml, one a line or in brackets. */
function pnpmPatterns(file: string): string[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  const start = lines.findIndex((line) => line.startsWith("packages:"));
  if (start === -1) return [];
  const inline = lines[start]!.slice("packages:".length).trim();
  if (inline.startsWith("[")) return inline.slice(1).split("]", 1)[0]!.split(",").map(textOf);
  const rest = lines.slice(start + 1).map((line) => line.trim());
  const end = rest.findIndex((line) => line !== "" && !line.startsWith("-") && !line.startsWith("#"));
  const items = rest.slice(0, end === -1 ? undefined : end).filter((line) => line.startsWith("-"));
  return items.map((line) => textOf(line.slice(1)));
}

/** A text of YAML without its quotes, and without a comment behind it. */
function textOf(yaml: string): string {
  const text = yaml.split(" #", 1)[0]!.trim();
  return text.startsWith('"') || text.startsWith("'") ? text.slice(1, -1) : text;
}

/** The folders that a pattern such as `packages/*`, `libs/ui-*` or `packages/**` names. */
function foldersOf(folder: string, [part, ...rest]: readonly string[]): string[] {
  if (part === undefined) return [folder];
  if (part === "**") {
    const below = foldersIn(folder).flatMap((name) => foldersOf(join(folder, name), [part, ...rest]));
    return [...foldersOf(folder, rest), ...below];
  }
  const special = part.search(/[*?{[(]/);
  if (special === -1) return foldersOf(join(folder, part), rest);
  return foldersIn(folder)
    .filter((name) => name.startsWith(part.slice(0, special)))
    .flatMap((name) => foldersOf(join(folder, name), rest));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

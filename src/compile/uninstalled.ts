import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findUp } from "./source.ts";

/** Why a package is not there: it waits to be installed, is one of this repository, or nobody has named it yet. */
export type Absence = "declared" | "unknown" | "workspace";

interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly [field: string]: unknown;
}

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
/** Versions that no registry has: the package is somewhere in the repository. */
const LOCAL = /^(?:workspace|link|file|portal):/;

/**
 * Why a package is not installed. What is of the repository must never be looked for in a registry: whoever has its
 * name there would be installed.
 *
 * @param from the folder of the importer
 */
export function absenceOf(pack: string, from: string): Absence {
  let declared: Absence | undefined;
  for (const [folder, manifest] of manifestsAbove(from)) {
    const version = FIELDS.map(
      (field) => (manifest[field] as Record<string, string> | undefined)?.[pack],
    ).find((each) => each !== undefined);
    if (version !== undefined && LOCAL.test(version)) return "workspace";
    if (version !== undefined) declared ??= "declared";
    if (isWorkspace(pack, folder, manifest) || isOfScope(pack, manifest)) return "workspace";
  }
  return declared ?? "unknown";
}

/** The command that installs what package.json names, by the lock file of the project. */
export function installCommand(from: string): string {
  const lock =
    findUp(from, "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb", "package-lock.json") ?? "";
  if (lock.endsWith("pnpm-lock.yaml")) return "pnpm install";
  if (lock.endsWith("yarn.lock")) return "yarn install";
  return /bun\.lockb?$/.test(lock) ? "bun install" : "npm install";
}

function* manifestsAbove(from: string): Generator<[folder: string, manifest: Manifest]> {
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

/** Whether a package is in one of the folders that a repository's root names: `packages/*`. */
function isWorkspace(pack: string, root: string, { workspaces = [] }: Manifest): boolean {
  const patterns = "packages" in workspaces ? (workspaces.packages ?? []) : (workspaces as readonly string[]);
  return patterns
    .flatMap((pattern) =>
      pattern.endsWith("/*") ? foldersIn(join(root, pattern.slice(0, -2))) : [join(root, pattern)],
    )
    .some((folder) => readManifest(join(folder, "package.json")).name === pack);
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** `@acme/shared`, imported by `@acme/web`, that no package.json names. */
function isOfScope(pack: string, { name = "", ...manifest }: Manifest): boolean {
  if (!pack.startsWith("@") || !name.startsWith(`${pack.split("/", 1)[0]}/`)) return false;
  return FIELDS.every(
    (field) => (manifest[field] as Record<string, string> | undefined)?.[pack] === undefined,
  );
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findUp } from "./source.ts";

/** Why a package is not there: it waits to be installed, is one of this repository, or nobody has named it yet. */
export type Absence = "declared" | "unknown" | "workspace";

interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly [field: string]: unknown;
}

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
/** Whether a version is one that no registry has: the package is somewhere in the repository. */
export function isLocalVersion(version: string): boolean {
  return /^(?:workspace|link|file|portal):/.test(version);
}

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
    if (version !== undefined && isLocalVersion(version)) return "workspace";
    if (version !== undefined) declared ??= "declared";
    if (isWorkspace(pack, folder, manifest) || isOfScope(pack, manifest)) return "workspace";
  }
  return declared ?? "unknown";
}

/** A package manager: how it installs what package.json names, and how it runs a program of a package. */
interface PackageManager {
  readonly install: string;
  readonly exec: string;
}

const BUN: PackageManager = { install: "bun install", exec: "bunx" };
const NPM: PackageManager = { install: "npm install", exec: "npx" };
const PNPM: PackageManager = { install: "pnpm install", exec: "pnpm exec" };
const YARN: PackageManager = { install: "yarn install", exec: "yarn" };
/** By the files that each writes or reads. */
const MANAGERS: Readonly<Record<string, PackageManager>> = {
  "pnpm-lock.yaml": PNPM,
  "pnpm-workspace.yaml": PNPM,
  "yarn.lock": YARN,
  "bun.lock": BUN,
  "bun.lockb": BUN,
  "package-lock.json": NPM,
};

const BY_NAME = new Map([
  ["pnpm", PNPM],
  ["yarn", YARN],
  ["bun", BUN],
  ["npm", NPM],
]);

/** The package manager whose lock file is nearest, or that a `packageManager` above names; npm where there is none. */
export function packageManagerOf(from: string): PackageManager {
  const lock = findUp(from, ...Object.keys(MANAGERS));
  const found = lock === undefined ? undefined : MANAGERS[basename(lock)];
  if (found !== undefined) return found;
  for (const [, { packageManager }] of manifestsAbove(from)) {
    const named =
      typeof packageManager === "string" ? BY_NAME.get(packageManager.split("@", 1)[0]!) : undefined;
    if (named !== undefined) return named;
  }
  return NPM;
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

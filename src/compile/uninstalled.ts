import { basename } from "node:path";
import { findUp } from "./source.ts";
import { isWorkspace, type Manifest, manifestsAbove } from "./workspaces.ts";

/** Why a package is not there: it waits to be installed, is one of this repository, or nobody has named it yet. */
export type Absence = "declared" | "unknown" | "workspace";

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
  for (const [folder, manifest] of manifestsAbove(from)) {
    const version = FIELDS.map(
      (field) => (manifest[field] as Record<string, string> | undefined)?.[pack],
    ).find((each) => each !== undefined);
    if (version !== undefined) return isLocalVersion(version) ? "workspace" : "declared";
    if (isWorkspace(pack, folder, manifest) || isOfScope(pack, manifest)) return "workspace";
  }
  return "unknown";
}

/**
 * What to do for a package that is not installed.
 *
 * @param from the folder of the importer
 */
export function cureOf(pack: string, from: string): string {
  const { install, add } = packageManagerOf(from);
  switch (absenceOf(pack, from)) {
    case "declared":
      return `package.json names it. Run: ${install}`;
    case "workspace":
      return `It is a package of this repository: name it in package.json, and run in its root: ${install}`;
    case "unknown":
      return `Run: ${add} ${pack}`;
  }
}

/** A package manager: how it installs what package.json names, and another package, and how it runs a program of one. */
interface PackageManager {
  readonly install: string;
  readonly add: string;
  readonly exec: string;
}

const BUN: PackageManager = { install: "bun install", add: "bun add", exec: "bunx" };
const NPM: PackageManager = { install: "npm install", add: "npm install", exec: "npx" };
const PNPM: PackageManager = { install: "pnpm install", add: "pnpm add", exec: "pnpm exec" };
const YARN: PackageManager = { install: "yarn install", add: "yarn add", exec: "yarn" };
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

/** `@acme/shared`, imported by `@acme/web`, that no package.json names. */
function isOfScope(pack: string, { name = "", ...manifest }: Manifest): boolean {
  if (!pack.startsWith("@") || !name.startsWith(`${pack.split("/", 1)[0]}/`)) return false;
  return FIELDS.every(
    (field) => (manifest[field] as Record<string, string> | undefined)?.[pack] === undefined,
  );
}

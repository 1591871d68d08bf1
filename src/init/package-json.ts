import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findUp, realPath } from "../compile/source.ts";
import { isLocalVersion } from "../compile/uninstalled.ts";
import { RouteError } from "../error.ts";
import type { Step } from "./step.ts";

type Versions = Readonly<Record<string, string>>;

/** What is read of a package.json. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly scripts?: Versions;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
}

interface ManifestOptions {
  readonly old: Manifest | undefined;
  /** The package.json of the new project, where there is one. */
  readonly present: Manifest | undefined;
  /** The packages that the routes import. */
  readonly packages: ReadonlySet<string>;
  readonly from: string;
  readonly to: string;
  /** Whether the new project is another folder, without Next. */
  readonly moves: boolean;
  readonly version: string;
}

const SCRIPTS = { dev: "pages-api dev", build: "pages-api build", start: "pages-api start" };
const TOOLS = ["typescript", "@types/node"];
/** Packages of Next's own, which nothing here needs. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(["next", "react", "react-dom"]);
/** What `next` is for packages that import it: a package of a few kilobytes. */
const ALIAS = "npm:pages-api-next@^16.4.6";

/** @throws RouteError for invalid JSON */
export function readManifest(dir: string): Manifest | undefined {
  const file = join(dir, "package.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as Manifest;
  } catch (cause) {
    throw new RouteError("ROUTE_COMPILE", `${file} is not valid JSON: ${(cause as Error).message}`, {
      file,
      cause,
    });
  }
}

/** The scripts that are still to be added, under another name where theirs is taken. */
function scriptsFor(present: Versions = {}): Versions {
  const scripts: Record<string, string> = {};
  for (const [name, command] of Object.entries(SCRIPTS)) {
    const taken = present[name];
    if (taken === undefined) scripts[name] = command;
    else if (taken !== command && present[`api:${name}`] === undefined) scripts[`api:${name}`] = command;
  }
  return scripts;
}

interface Dependencies {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly notes: string[];
}

/** What a project that moves needs of the old one's dependencies. */
function movedDependencies({ old = {}, packages, from, to }: ManifestOptions): Dependencies {
  const known = { ...old.devDependencies, ...old.dependencies };
  const dependencies: Record<string, string> = {};
  const devDependencies: Record<string, string> = {};
  const notes: string[] = [];
  for (const name of [...packages].toSorted()) {
    if (LEFT_BEHIND.has(name) || name === "pages-api") continue;
    const wanted = known[name];
    if (wanted === undefined)
      notes.push(`${name} is imported, and is not among the dependencies of ${from}.`);
    else dependencies[name] = wanted;
    if (wanted !== undefined && isOfMonorepo(wanted) && installedDir(to, name) === undefined)
      notes.push(`${name} is ${wanted} in ${from}: outside of its monorepo, write a version.`);
  }
  for (const name of TOOLS) if (known[name] !== undefined) devDependencies[name] = known[name];
  const needing = ["pages-api", ...Object.keys(dependencies)].filter((name) => needsNext(from, name));
  if (needing.length > 0) {
    dependencies["next"] = ALIAS;
    const verb = needing.length === 1 ? "needs" : "need";
    notes.push(`${needing.join(", ")} ${verb} next: the alias package pages-api-next takes its place.`);
  }
  return { dependencies, devDependencies, notes };
}

/** The package.json of the new project: scripts, and the dependencies that the routes have. */
export function manifestFor(options: ManifestOptions): { step: Step; notes: readonly string[] } {
  const { old = {}, present = {}, moves, version } = options;
  const moved = moves ? movedDependencies(options) : { dependencies: {}, devDependencies: {}, notes: [] };
  const dependencies = { "pages-api": `^${version}`, ...moved.dependencies };
  const { devDependencies, notes } = moved;
  const added = {
    scripts: absent(scriptsFor(present.scripts), present.scripts),
    dependencies: absent(dependencies, { ...present.devDependencies, ...present.dependencies }),
    devDependencies: absent(devDependencies, { ...present.dependencies, ...present.devDependencies }),
  };
  const adds = Object.values(added).flatMap((group) => Object.keys(group));
  const base = options.present ?? {
    name: `${old.name ?? "project"}-api`,
    private: true,
    ...(old.type && { type: old.type }),
  };
  const next = {
    ...base,
    ...merged("scripts", present.scripts, added.scripts),
    ...merged("dependencies", present.dependencies, added.dependencies),
    ...merged("devDependencies", present.devDependencies, added.devDependencies),
  };
  return { step: { file: "package.json", text: `${JSON.stringify(next, undefined, 2)}\n`, adds }, notes };
}

function needsNext(from: string, name: string): boolean {
  const dir = installedDir(from, name);
  return dir !== undefined && readManifest(dir)?.peerDependencies?.["next"] !== undefined;
}

/** Where a package is installed for a project: in its folder, or, as in a monorepo, in one above. */
export function installedDir(from: string, name: string): string | undefined {
  const found = findUp(from, join("node_modules", name));
  return found && realPath(found);
}

/** A version that means something inside of one monorepo only: a catalog's is written at its root. */
function isOfMonorepo(version: string): boolean {
  return isLocalVersion(version) || version.startsWith("catalog:");
}

function absent(wanted: Versions, present: Versions = {}): Versions {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => present[name] === undefined));
}

function merged(key: string, present: Versions | undefined, added: Versions): object {
  return Object.keys(added).length === 0 ? {} : { [key]: { ...present, ...added } };
}

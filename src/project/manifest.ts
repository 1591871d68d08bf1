import { existsSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { RouteError } from "../error.ts";
import { hashOf } from "../hash.ts";
import { readStaticAnswers, type StaticAnswers } from "../static/answers.ts";
import { encodePath } from "../compile/source.ts";

export const MANIFEST = "manifest.json";
export const MANIFEST_VERSION = 1;
const COMMAND = "pages-api build";

/** `manifest.json` of a build. All paths are relative to the project, chunks to the build, with forward slashes. */
export interface BuildManifest {
  readonly version: number;
  readonly routes: Readonly<Record<string, { readonly chunk: string }>>;
  /** Every file that the build was made from, with the SHA-256 of its contents. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The command that writes it again. Default: `pages-api build`. */
  readonly command?: string;
  /** The conventions that the routes were claimed by. */
  readonly conventions?: readonly string[];
  /** Extensions of route files, where they are not the usual ones. */
  readonly pageExtensions?: readonly string[];
  /** The routes of files whose names alone do not say them. */
  readonly patterns?: Readonly<Record<string, string>>;
  /** The files of packages that are imported, for what copies or traces node_modules. */
  readonly packages: readonly string[];
  /** All modules of the build, where others may be beside them: a server of the build before may still load those. */
  readonly chunks?: readonly string[];
}

export interface Build {
  /** Where the modules are, by absolute source path; the sources need not exist. */
  readonly routes: ReadonlyMap<string, { readonly url: string }>;
  readonly command: string;
  readonly conventions?: readonly string[] | undefined;
  readonly pageExtensions?: readonly string[] | undefined;
  readonly patterns?: Readonly<Record<string, string>> | undefined;
  /** The answers that the build has made. */
  statics(): StaticAnswers | undefined;
  /** Sources, relative to the project, that are no longer what the build was made from. */
  stale(): string[];
}

/** Whether a folder holds a build, of whatever version. */
export function hasBuild(dir: string, outDir: string = defaultBuildDir(dir)): boolean {
  return existsSync(join(resolve(dir, outDir), MANIFEST));
}

export function defaultBuildDir(dir: string): string {
  return join(dir, ".pages-api", "build");
}

/**
 * Reads what `writeBuild` wrote; undefined when there is no build. Needs neither the compiler nor the sources.
 *
 * @throws RouteError ROUTE_COMPILE when the folder was written by another version of this package, or is damaged
 */
export function readBuild(dir: string, outDir: string = defaultBuildDir(dir)): Build | undefined {
  const manifest = readManifest(dir, outDir);
  return manifest && buildOf(dir, outDir, manifest);
}

/** Reads the manifest of a build, if there is one; throws as `readBuild` does. */
export function readManifest(dir: string, outDir: string = defaultBuildDir(dir)): BuildManifest | undefined {
  return hasBuild(dir, outDir) ? parseManifest(join(resolve(dir, outDir), MANIFEST)) : undefined;
}

/** The build that a manifest describes, whatever the folder's says by now. */
export function buildOf(dir: string, outDir: string, manifest: BuildManifest): Build {
  const { routes, inputs, command = COMMAND, conventions, pageExtensions, patterns } = manifest;
  const base = pathToFileURL(join(resolve(dir, outDir), sep)).href;
  return {
    command,
    conventions,
    pageExtensions,
    patterns,
    routes: new Map(
      Object.entries(routes).map(([source, { chunk }]) => [
        join(dir, source),
        { url: base + encodePath(chunk) },
      ]),
    ),
    statics: () => readStaticAnswers(resolve(dir, outDir)),
    stale: () =>
      Object.entries(inputs).flatMap(([input, hash]) => (isStale(join(dir, input), hash) ? [input] : [])),
  };
}

/** A source that is not there was left behind on purpose: only a build is deployed. */
function isStale(file: string, hash: string): boolean {
  return existsSync(file) && hashOfFile(file) !== hash;
}

/** As the manifest has it of a source. */
export function hashOfFile(file: string): string {
  return hashOf(readFileSync(file));
}

function parseManifest(file: string): BuildManifest {
  let manifest: Partial<BuildManifest>;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as Partial<BuildManifest>;
  } catch (cause) {
    throw unusable(file, "it is not valid JSON", undefined, cause);
  }
  const { version, routes, inputs, packages = [], command } = manifest;
  if (version !== MANIFEST_VERSION) throw unusable(file, "another version of pages-api wrote it", command);
  if (routes === undefined || inputs === undefined) throw unusable(file, "it is not complete", command);
  return { ...manifest, version, routes, inputs, packages };
}

function unusable(file: string, reason: string, command = COMMAND, cause?: unknown): RouteError {
  const message = `The build cannot be used: ${reason} (${file}). Run: ${command}`;
  return new RouteError("ROUTE_COMPILE", message, { file, cause });
}

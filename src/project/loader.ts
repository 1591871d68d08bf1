import { resolve } from "node:path";
import { RouteError } from "../error.ts";
import { type Build, defaultBuildDir, readBuild } from "./manifest.ts";
import type { CompiledRoute } from "../compile/compiler.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { type Loader, loadedOf } from "./loaded.ts";
import type * as compiling from "./sources.ts";
import { type EnvMode, loadEnv } from "./env.ts";
import { mapStackTraces } from "./import.ts";
import { relativePath } from "../compile/source.ts";

/**
 * Opens a project: the build that `pages-api build` wrote, in production, or else the sources.
 *
 * @param buildDir the build's folder, where it is not the usual one; there must be one then
 * @throws RouteError when the build cannot be used, or there is neither a build nor the compiler
 */
export async function openProject(dir: string, dev: boolean, buildDir?: string): Promise<Loader> {
  const build = dev ? undefined : readBuild(dir, buildDir ?? defaultBuildDir(dir));
  if (build !== undefined) return openBuild(dir, build);
  if (!dev && buildDir !== undefined) {
    throw new RouteError(
      "ROUTE_COMPILE",
      `There is no build in ${resolve(dir, buildDir)}. Run: pages-api build`,
    );
  }
  return openSources(dir, dev);
}

/** Loads single files, such as a config: with these settings, or those that the loader has. */
export function loadOf(loader: Loader): (file: string, settings?: CompileSettings) => Promise<unknown> {
  return async (file, settings) => {
    if (settings !== undefined) loader.configure?.(settings);
    return (await loader.load([file])).import(file);
  };
}

/** Opens a build that has been read. */
export function openBuild(dir: string, build: Build): Loader {
  prepareProcess();
  return builtLoader(dir, build, modeOf(false));
}

/** Opens the sources of a project, whether there is a build or not. */
export async function openSources(dir: string, dev: boolean): Promise<Loader> {
  prepareProcess();
  const mode = modeOf(dev);
  const { compilingLoader } = await importCompiler();
  // Whoever starts before the sources are compiled reads the environment too.
  loadEnv({ dir, mode });
  return compilingLoader(dir, mode);
}

/** Opens what another process has compiled of a project: the modules are there, by absolute source path. */
export function openCompiled(dir: string, routes: ReadonlyMap<string, CompiledRoute>): Loader {
  prepareProcess();
  loadEnv({ dir, mode: modeOf(false) });
  const loaded = loadedOf(dir, routes, new Set());
  const files = [...routes.keys()].map((file) => relativePath(dir, file));
  return { files, load: async () => loaded, dispose: async () => {} };
}

function prepareProcess(): void {
  mapStackTraces();
  // Libraries recognise a server by it.
  process.env["NEXT_RUNTIME"] ??= "nodejs";
}

/** Next's modes: a test is neither development nor production. */
function modeOf(dev: boolean): EnvMode {
  if (process.env["NODE_ENV"] === "test") return "test";
  return dev ? "development" : "production";
}

/** The compiler is loaded only where sources are to be compiled: a build is served without it. */
async function importCompiler(): Promise<typeof compiling> {
  try {
    return await import("./sources.ts");
  } catch (cause) {
    if (!isCompilerMissing(cause)) throw cause;
    const message =
      "There is no build, and the compiler cannot be loaded. Run: npm install esbuild, or pages-api build";
    throw new RouteError("ROUTE_COMPILE", message, { cause });
  }
}

/** Whether a module was not loaded because esbuild is not installed. */
export function isCompilerMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "MODULE_NOT_FOUND" && message.includes("'esbuild'");
}

function builtLoader(dir: string, build: Build, mode: EnvMode): Loader {
  loadEnv({ dir, mode });
  const loaded = loadedOf(dir, build.routes, new Set());
  return {
    files: [...build.routes.keys()].map((file) => relativePath(dir, file)),
    stale: () => build.stale(),
    command: build.command,
    conventions: build.conventions,
    pageExtensions: build.pageExtensions,
    patterns: build.patterns,
    built: build.statics(),
    load: async () => loaded,
    dispose: async () => {},
  };
}

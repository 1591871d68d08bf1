import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { DevEnvironment, RunnableDevEnvironment } from "vite";
import { type EnvMode, loadEnv } from "../project/env.ts";
import { mapStackTraces } from "../project/import.ts";
import type { CompileSettings } from "../compile/settings.ts";
import type { Loader } from "../project/loaded.ts";
import { realPath } from "../compile/source.ts";
import { routeErrorOf } from "./overlay.ts";
import { Sources } from "./sources.ts";

export interface ViteLoaderOptions {
  readonly environment: DevEnvironment;
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly mode: EnvMode;
  /** Called once for each edit of a file that has been loaded. */
  readonly changed: (file: string) => void;
}

export interface ViteLoader extends Loader {
  /** Looks at the files that have been loaded, as a request would do. */
  look(): void;
  /** To be called before Vite reads a module's file. */
  reads(file: string): void;
  /** What the conventions of the project want. */
  settings(): CompileSettings;
}

/**
 * Loads route files through Vite, in a development server: its aliases, plugins and defines apply. Files are looked
 * at for every request, so that an edit does not have to wait for Vite's watcher.
 */
export function viteLoader({ environment, dir, mode, changed }: ViteLoaderOptions): ViteLoader {
  mapStackTraces();
  // Libraries recognise a server by it.
  process.env["NEXT_RUNTIME"] ??= "nodejs";
  const graph = environment.moduleGraph;
  const sources = new Sources(graph, changed);
  const failures = new Map<string, number>();
  let env: string | undefined;
  let settings: CompileSettings = {};
  let defined: string | undefined;

  async function importFile(file: string): Promise<unknown> {
    try {
      return await (environment as RunnableDevEnvironment).runner.import(file);
    } catch (error) {
      // Another attempt may end otherwise without a change of any file that Vite has seen: one was missing.
      failures.set(file, (failures.get(file) ?? 0) + 1);
      throw routeErrorOf(error, slashed(relative(realPath(dir), file)), environment.config.root);
    } finally {
      sources.note();
    }
  }

  return {
    settings: () => settings,
    configure(given) {
      // Modules have what was defined written into them.
      const now = given.define && JSON.stringify(given.define);
      if (now !== undefined && defined !== undefined && now !== defined) graph.invalidateAll();
      defined = now ?? defined;
      settings = given;
    },
    async load() {
      const { values, candidates } = loadEnv({ dir, mode });
      const now = JSON.stringify(values);
      // Modules that have read a variable keep its value.
      if (env !== undefined && env !== now) graph.invalidateAll();
      env = now;
      sources.refresh();
      return {
        import: (file) => (settings.isData?.(file) === true ? bytesOf(file) : importFile(pathOf(file))),
        version: (file) => `${sources.versionOf(pathOf(file))}:${failures.get(pathOf(file)) ?? 0}`,
        error: () => undefined,
        inputs: new Set([...sources.files(), ...candidates]),
      };
    },
    look: () => sources.refresh(),
    reads: (file) => sources.reads(file),
    dispose: async () => {},
  };
}

/** The module that a file stands for that is sent as it is. */
async function bytesOf(file: string): Promise<unknown> {
  return { base64: await readFile(file, "base64") };
}

/** A file as Vite names it. */
function pathOf(file: string): string {
  return slashed(realPath(file));
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

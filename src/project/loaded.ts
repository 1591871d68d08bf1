import type { CompiledRoute } from "../compile/compiler.ts";
import type { CompileSettings } from "../compile/settings.ts";
import type { RouteError } from "../error.ts";
import type { StaticAnswers } from "../static/answers.ts";
import { importRoute } from "./import.ts";
import { relativePath } from "../compile/source.ts";

/** Makes route files ready to be imported. */
export interface Loader {
  /** The route files there are, relative to the project, where the folders do not decide. */
  readonly files?: readonly string[];
  /** What has changed since, relative to the project, where modules come from a build. */
  stale?(): string[];
  /** The command that makes the build again. */
  readonly command?: string;
  /** The conventions of the routes, where a build says them. */
  readonly conventions?: readonly string[] | undefined;
  /** Extensions of route files, where a build says which ones it was made for. */
  readonly pageExtensions?: readonly string[] | undefined;
  /** The routes of files whose names alone do not say them, where a build says them. */
  readonly patterns?: Readonly<Record<string, string>> | undefined;
  /** The answers that a build has made. */
  readonly built?: StaticAnswers | undefined;
  /** Sets how modules are compiled; a loader of modules that are compiled already has no use for it. */
  configure?(settings: CompileSettings): void;
  /** Looks at these files (absolute paths) and all that they import, as they are now. */
  load(files: readonly string[]): Promise<Loaded>;
  dispose(): Promise<void>;
}

/** Route files that are ready. A file that fails, fails alone, when it is imported. */
export interface Loaded {
  import(file: string): Promise<unknown>;
  /** Stays the same for as long as the file and all that it imports do, or it is broken in the same way. */
  version(file: string): string | undefined;
  /** Why a file is broken. */
  error(file: string): RouteError | undefined;
  /** Every file that was looked at, absolute; a change of one may change the rest. */
  readonly inputs: ReadonlySet<string>;
  /** What is otherwise in its sources than their authors may think, one line each, which no load before had. */
  readonly warnings?: readonly string[];
}

/** The modules of a compilation or a build. */
export function loadedOf(
  dir: string,
  routes: ReadonlyMap<string, CompiledRoute>,
  inputs: ReadonlySet<string>,
  warnings: readonly string[] = [],
): Loaded {
  return {
    inputs,
    warnings,
    version: (file) => routes.get(file)?.url ?? routes.get(file)?.error?.message,
    error: (file) => routes.get(file)?.error,
    async import(file) {
      const route = routes.get(file);
      if (route?.url === undefined) throw route?.error ?? new Error(`${file} was not compiled`);
      return importRoute(route.url, relativePath(dir, file));
    },
  };
}

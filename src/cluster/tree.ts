import { join } from "node:path";
import { RouteError, type RouteErrorCode } from "../error.ts";
import type { CompiledRoute } from "../compile/compiler.ts";
import { type BuildManifest, buildOf, hasBuild } from "../project/manifest.ts";
import type { Loader } from "../project/loaded.ts";
import { openBuild, openCompiled, openSources } from "../project/loader.ts";
import type { Logger } from "../observe/logger.ts";
import { claimRoutes, warnOfShadowed } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import { lookAtConventions, type ProjectChoice, withStartup } from "../conventions/index.ts";

/** The compiled routes of a project, as they travel to a worker: by absolute path, the module's URL or what is wrong. */
export type CompiledTree = readonly (readonly [file: string, CompiledFile])[];

type CompiledFile =
  | { readonly url: string }
  | { readonly code: RouteErrorCode; readonly message: string; readonly file: string | undefined };

/**
 * Compiles a project's routes once for all workers.
 *
 * @throws RouteError for a tree that is wrong as a whole. A broken file breaks its own route only, later.
 */
export async function compileTree(
  dir: string,
  log: Logger,
  choice: ProjectChoice = {},
): Promise<CompiledTree> {
  const before = { ...process.env };
  const loader = await openSources(dir, false);
  try {
    const { conventions, companions, compile } = await lookAtConventions(dir, choice);
    loader.configure?.(compile);
    const router = new Router(await claimRoutes({ dir, conventions, loader }));
    warnOfShadowed(router, log);
    const routes = router.routes.map(({ file }) => file);
    const files = [...companions, ...withStartup(dir, routes, choice.pageExtensions)];
    const paths = files.map((file) => join(dir, file));
    const loaded = await loader.load(paths);
    for (const warning of loaded.warnings ?? []) log.warn(warning);
    return paths.map((path) => {
      const error = loaded.error(path);
      if (error === undefined) return [path, { url: loaded.version(path)! }];
      return [path, { code: error.code, message: error.message, file: error.file }];
    });
  } finally {
    await loader.dispose();
    // Workers read the .env files themselves. What came from here would count as the real environment, for ever.
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  }
}

/** What all workers are until the next rolling restart, also those that come later. */
export interface Release {
  /** The file that they run, behind links that may lead elsewhere by then. */
  readonly program: string;
  /** Nothing where the program comes with its build. */
  readonly prepared?: Prepared;
}

/** What the primary has compiled, or the build that it has read. */
export type Prepared =
  | { readonly tree: CompiledTree }
  | { readonly manifest: BuildManifest; readonly buildDir: string };

/** Makes the modules of what another process has prepared; nothing of a build that has been removed since. */
export function openPrepared(dir: string, prepared: Prepared): Loader | undefined {
  if ("tree" in prepared)
    return openCompiled(dir, new Map(prepared.tree.map(([path, file]) => [path, routeOf(file)])));
  if (!hasBuild(dir, prepared.buildDir)) return undefined;
  return openBuild(dir, buildOf(dir, prepared.buildDir, prepared.manifest));
}

function routeOf(file: CompiledFile): CompiledRoute {
  if ("url" in file) return file;
  return { error: new RouteError(file.code, file.message, { file: file.file }) };
}

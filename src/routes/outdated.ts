import { join } from "node:path";
import type { OpenConvention, Startup } from "../convention.ts";
import type { Loader } from "../project/loaded.ts";
import type { Logger } from "../observe/logger.ts";
import { scan } from "../routing/scan.ts";

/** As many as a person reads. */
const NAMED = 5;

/** Warns of a build whose sources have changed since. A project that was deployed without them has none to compare. */
export async function warnOfStale(source: {
  readonly dir: string;
  readonly conventions: readonly OpenConvention[];
  readonly companions: readonly string[];
  readonly startup: Startup | undefined;
  readonly loader: Loader;
  readonly logger: Logger;
}): Promise<void> {
  const { companions, startup, loader, logger } = source;
  if (loader.stale === undefined || loader.files === undefined) return;
  const changed = loader.stale().map((file) => `${file} has changed`);
  const routes = await routeFiles(source);
  const found =
    routes.length === 0
      ? []
      : [
          ...companions,
          startup?.find(routes, { pageExtensions: loader.pageExtensions }) ?? [],
          ...routes,
        ].flat();
  const built = new Set(loader.files);
  const added = found.filter((file) => !built.has(file)).map((file) => `${file} is new`);
  const sources = new Set(found);
  const removed = found.length === 0 ? [] : [...built].filter((file) => !sources.has(file));
  const all = [...changed, ...added, ...removed.map((file) => `${file} is gone`)];
  if (all.length === 0) return;
  const rest = all.length > NAMED ? [`and ${all.length - NAMED} more`] : [];
  const list = [...all.slice(0, NAMED), ...rest].join(", ");
  logger.warn(`The build is older than its sources, and is served as it is: ${list}. Run: ${loader.command}`);
}

/** The files of routes, also of those whose names are invalid, relative to the project. */
export async function routeFiles({
  dir,
  conventions,
}: {
  readonly dir: string;
  readonly conventions: readonly OpenConvention[];
}): Promise<string[]> {
  const found = await Promise.all(conventions.map((convention) => filesOf(dir, convention)));
  return found.flat();
}

async function filesOf(dir: string, convention: OpenConvention): Promise<string[]> {
  for (const root of convention.roots) {
    const files = await scan(join(dir, root));
    if (files !== undefined)
      return files.filter((file) => isRoute(convention, file, root)).map((file) => `${root}/${file}`);
  }
  return [];
}

/** Whether a file (relative to the project) is that of a route, also of one whose name is invalid. */
export function isRouteFile(path: string, conventions: readonly OpenConvention[]): boolean {
  return conventions.some((convention) =>
    convention.roots.some(
      (root) => path.startsWith(`${root}/`) && isRoute(convention, path.slice(root.length + 1), root),
    ),
  );
}

/** An invalid name is an error of the next build. */
function isRoute(convention: OpenConvention, file: string, root: string): boolean {
  try {
    return convention.claim(file, `${root}/${file}`) !== undefined;
  } catch {
    return true;
  }
}

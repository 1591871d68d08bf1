import { join } from "node:path";
import type { ClaimedRoute, OpenConvention } from "../convention.ts";
import { RouteError } from "../error.ts";
import type { Loader } from "../project/loaded.ts";
import type { Logger } from "../observe/logger.ts";
import type { Route, Router } from "../routing/router.ts";
import { scan } from "../routing/scan.ts";
import { formatPattern, parsePattern, type Segment } from "../routing/segment.ts";
import { describeMissing } from "./diagnose.ts";

/** Where routes are looked for. */
interface ClaimSource {
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly conventions: readonly OpenConvention[];
  readonly loader: Pick<Loader, "files" | "command" | "patterns">;
}

/**
 * The routes of a project by their files alone; nothing is loaded. What they make together, a Router decides.
 *
 * @param allowEmpty whether a folder without a route will do: in development the first may come
 * @throws RouteError when there are no routes, or a name is invalid
 */
export async function claimRoutes(source: ClaimSource, allowEmpty = false): Promise<ClaimedRoute[]> {
  const claimed = await Promise.all(
    source.conventions.map((convention) => claimOf(convention, source, allowEmpty)),
  );
  const routes = claimed.flatMap((found) => found ?? []);
  if (routes.length > 0 || (allowEmpty && claimed.some((found) => found !== undefined))) return routes;
  throw new RouteError("NO_PAGES", await describeMissing(source, source.loader));
}

/** The routes of one convention, or `undefined` where it has no folder. */
async function claimOf(
  convention: OpenConvention,
  source: ClaimSource,
  allowEmpty: boolean,
): Promise<ClaimedRoute[] | undefined> {
  for (const root of convention.roots) {
    const routes = await claimBelow(root, convention, source);
    if (routes === undefined) continue;
    if (routes.length === 0 && !allowEmpty) return undefined;
    return routes.toSorted((a, b) => byPattern(a, b) || convention.compare(a.file, b.file));
  }
  return undefined;
}

/** The routes below a root, or `undefined` where there is no such folder. */
async function claimBelow(
  root: string,
  convention: OpenConvention,
  { dir, loader }: ClaimSource,
): Promise<ClaimedRoute[] | undefined> {
  const files = loader.files === undefined ? await scan(join(dir, root)) : below(root, loader.files);
  if (files === undefined) return undefined;
  const routes: ClaimedRoute[] = [];
  for (const file of files) {
    const path = `${root}/${file}`;
    const noted = loader.patterns?.[path];
    const segments = noted === undefined ? claim(convention, file, path) : parsePattern(noted);
    if (segments !== undefined) {
      const { matching } = convention;
      routes.push({ pattern: formatPattern(segments), segments, file: path, convention, matching });
    }
  }
  return routes;
}

function claim(convention: OpenConvention, file: string, path: string): readonly Segment[] | undefined {
  try {
    return convention.claim(file, path);
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    throw new RouteError(error.code, `${error.message}\n  ${path}\nRename it.`, { file: path });
  }
}

/** The files below a folder, relative to it, or `undefined` where there are none. */
function below(root: string, files: readonly string[]): string[] | undefined {
  const found = files
    .filter((file) => file.startsWith(`${root}/`))
    .map((file) => file.slice(root.length + 1));
  return found.length === 0 ? undefined : found;
}

/** The order in which a conflict names its routes. */
function byPattern({ pattern: a }: Route, { pattern: b }: Route): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * Logs files that no request reaches, since another one has their route.
 *
 * @throws RouteError ROUTE_CONFLICT where the convention does not allow it
 */
export function warnOfShadowed({ shadowed }: Router, logger: Logger): void {
  for (const [hidden, serving] of shadowed) {
    const conflict = conflictOf(hidden, serving);
    if (conflict !== undefined) throw new RouteError("ROUTE_CONFLICT", conflict, { file: hidden.file });
    logger.warn(shadowedText(hidden, serving));
  }
}

/** What there is to say of two files for one route. */
export function shadowedText({ file }: Route, serving: Route): string {
  return `Two files for one route, ${serving.pattern}: ${serving.file} serves it, ${file} is never reached.`;
}

/** Why one of two files for a route has to go, by the convention of either. */
function conflictOf(hidden: Partial<ClaimedRoute>, serving: Partial<ClaimedRoute>): string | undefined {
  for (const { convention } of [hidden, serving]) {
    const conflict = convention?.conflict?.(serving.file!, hidden.file!);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

/** The routes of files that are read for it: a build may be without them. */
export function patternsOf(routes: readonly ClaimedRoute[]): Record<string, string> {
  const read = routes.filter(({ file, convention }) => convention.claimsByText?.(file) === true);
  return Object.fromEntries(read.map(({ file, pattern }) => [file, pattern]));
}

/** Puts the file's name before a message that does not have it yet. */
export function named(error: unknown, file: string): unknown {
  if (!(error instanceof RouteError) || error.file !== undefined) return error;
  return new RouteError(error.code, `${file}: ${error.message}`, { cause: error.cause, file });
}

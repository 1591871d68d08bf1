import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../convention.ts";
import { RouteError } from "../../error.ts";

/** The middleware of a project. */
export interface MiddlewareFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** The name of the file, and of the function that it exports where it has no default export. */
  readonly kind: "middleware" | "proxy";
}

/** Extensions that are taken beside those of pages. */
const MORE_EXTENSIONS = ["mjs"];
const ROUTES = ["pages", "app"];

/**
 * Finds `middleware.ts` or `proxy.ts` beside the folder of the routes: in `src` where the routes are there.
 *
 * @throws RouteError MIDDLEWARE where there are both
 */
export function findMiddleware(
  { dir, files }: Pick<Project, "dir" | "files">,
  pageExtensions: readonly string[],
): MiddlewareFile | undefined {
  const exists = (file: string): boolean => files?.includes(file) ?? existsSync(join(dir, file));
  const hasRoutes = (folder: string): boolean =>
    ROUTES.some(
      (name) =>
        files?.some((file) => file.startsWith(`${folder}${name}/`)) ?? existsSync(join(dir, folder, name)),
    );
  const folder = !hasRoutes("") && hasRoutes("src/") ? "src/" : "";
  const extensions = [...new Set([...pageExtensions, ...MORE_EXTENSIONS])];
  const find = (kind: MiddlewareFile["kind"]): string | undefined =>
    extensions.map((extension) => `${folder}${kind}.${extension}`).find(exists);
  const [middleware, proxy] = [find("middleware"), find("proxy")];
  if (middleware !== undefined && proxy !== undefined) {
    throw new RouteError(
      "MIDDLEWARE",
      `Both middleware file "./${middleware}" and proxy file "./${proxy}" are detected. ` +
        `Please use "./${proxy}" only.`,
      { file: middleware },
    );
  }
  if (proxy !== undefined) return { file: proxy, kind: "proxy" };
  return middleware === undefined ? undefined : { file: middleware, kind: "middleware" };
}

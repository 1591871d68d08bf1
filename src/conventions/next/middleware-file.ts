import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OpenConvention, Project } from "../../convention.ts";
import { RouteError } from "../../error.ts";

/** The middleware of a project. */
export interface MiddlewareFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** The name of the file, and of the function that it exports where it has no default export. */
  readonly kind: "middleware" | "proxy";
}

const KINDS = ["middleware", "proxy"] as const;
/** Extensions that are taken beside those of pages. */
const MORE_EXTENSIONS = ["mjs"];
const ROUTES = ["pages", "app"];
/** What people write, whether it is taken or not. */
const ENDINGS = ["ts", "js", "tsx", "jsx", "mjs"];

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

/** Where a middleware may be, or come to be (absolute). */
export function middlewarePlaces(dir: string, pageExtensions: readonly string[]): string[] {
  return filesOf([...pageExtensions, ...MORE_EXTENSIONS]).map((file) => join(dir, file));
}

/** Says of a file of the name that it is not where Next, and this server, look for one. */
export function strayMiddleware(dir: string, companions: readonly string[]): OpenConvention["remarks"] {
  return filesOf(ENDINGS)
    .filter((file) => !companions.includes(file) && existsSync(join(dir, file)))
    .map((file) => ({
      level: "attention",
      rule: "middleware",
      file,
      message:
        "It does not run, as in Next: a middleware is beside the folder pages or app, and its extension is one of " +
        "the page extensions. Move it there, or remove it.",
    }));
}

/** Files of the names of a middleware with these extensions, relative to the project. */
function filesOf(extensions: readonly string[]): string[] {
  return ["", "src/"].flatMap((folder) =>
    KINDS.flatMap((kind) => extensions.map((extension) => `${folder}${kind}.${extension}`)),
  );
}

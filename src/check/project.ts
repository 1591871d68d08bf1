import { existsSync } from "node:fs";
import { join } from "node:path";
import { PAGE_EXTENSIONS } from "../conventions/index.ts";
import { scan } from "../routing/scan.ts";
import type { Finding } from "./finding.ts";

const NAMES = ["middleware", "proxy"];
const ENDINGS = ["ts", "js", "tsx", "jsx", "mjs"];

/**
 * What Next runs beside the routes, and this server does not.
 *
 * @param companions files beside the routes that do run
 */
export async function projectFindings(
  dir: string,
  companions: readonly string[],
  pageExtensions: readonly string[] = PAGE_EXTENSIONS,
): Promise<Finding[]> {
  const handlers = await Promise.all(APP_FOLDERS.map((app) => appFindings(dir, app, pageExtensions)));
  return [...strayMiddleware(dir, companions), ...handlers.flat()];
}

const APP_FOLDERS = ["app", "src/app"];

async function appFindings(dir: string, app: string, pageExtensions: readonly string[]): Promise<Finding[]> {
  const names = new Set(pageExtensions.map((extension) => `route.${extension}`));
  const files = ((await scan(join(dir, app))) ?? []).filter((file) => {
    const folders = file.split("/");
    const name = folders.pop()!;
    // Next leaves these folders alone.
    return names.has(name) && !folders.some((folder) => folder.startsWith("_") || folder === "node_modules");
  });
  const message =
    "Route handlers of app are not served here. Move it to pages/api, and write it as a default export " +
    "(req, res) => …";
  return files.map((file) => ({
    level: "attention",
    rule: "app-route",
    file: `${app}/${file}`,
    line: 1,
    column: 1,
    message,
  }));
}

/** A file of the name that is not where Next, and this server, look for one. */
function strayMiddleware(dir: string, companions: readonly string[]): Finding[] {
  const files = NAMES.flatMap((name) =>
    ENDINGS.flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`]),
  );
  return files
    .filter((file) => !companions.includes(file) && existsSync(join(dir, file)))
    .map((file) => ({
      level: "attention",
      rule: "middleware",
      file,
      line: 1,
      column: 1,
      message:
        "It does not run, as in Next: a middleware is beside the folder pages or app, and its extension is one of " +
        "the page extensions. Move it there, or remove it.",
    }));
}

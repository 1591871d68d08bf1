import { existsSync } from "node:fs";
import { join } from "node:path";
import { PAGE_EXTENSIONS } from "../conventions/index.ts";
import { RouteError } from "../error.ts";
import { readStaticExports, type StaticExport } from "../syntax/static.ts";
import { scan } from "../routing/scan.ts";
import type { Finding } from "./finding.ts";

const ENDINGS = ["ts", "js", "tsx", "jsx", "mjs"];

/** What Next runs beside the routes, and this server does not: middleware, or proxy, and route handlers of `app`. */
export async function projectFindings(
  dir: string,
  pageExtensions: readonly string[] = PAGE_EXTENSIONS,
): Promise<Finding[]> {
  const files = filesOf(dir, "middleware", "proxy");
  const findings = await Promise.all(files.map((file) => middlewareFinding(dir, file)));
  const handlers = await Promise.all(APP_FOLDERS.map((app) => appFindings(dir, app, pageExtensions)));
  return [...findings.filter((finding) => finding !== undefined), ...handlers.flat()];
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

function filesOf(dir: string, ...names: readonly string[]): string[] {
  const all = names.flatMap((name) =>
    ENDINGS.flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`]),
  );
  return all.filter((file) => existsSync(join(dir, file)));
}

/** One whose matcher leaves out the API routes does not matter to them. */
async function middlewareFinding(dir: string, file: string): Promise<Finding | undefined> {
  const patterns = matcherOf(await configOf(dir, file));
  if (patterns !== undefined && !patterns.some(mayMatchApi)) return undefined;
  const scope = patterns === undefined ? "" : ` It is written for ${patterns.join(", ")}.`;
  return findingAt(file, `It is not run here yet: move what API routes need of it into the routes.${scope}`);
}

function findingAt(file: string, message: string): Finding {
  return { level: "attention", rule: "middleware", file, line: 1, column: 1, message };
}

async function configOf(dir: string, file: string): Promise<StaticExport | undefined> {
  try {
    return (await readStaticExports(dir, file, ["config"])).get("config");
  } catch (error) {
    if (error instanceof RouteError) return undefined;
    throw error;
  }
}

/** The patterns of `config.matcher`, or undefined where it is not written as texts. */
function matcherOf(config: StaticExport | undefined): string[] | undefined {
  if (config?.kind !== "static") return undefined;
  const matchers = [(config.value as { matcher?: unknown } | null)?.matcher].flat();
  const sources = matchers.map((matcher) =>
    typeof matcher === "string" ? matcher : (matcher as { source?: unknown } | undefined)?.source,
  );
  return sources.every((source) => typeof source === "string") ? sources : undefined;
}

/** False where a pattern starts with another folder (`/admin/:path*`), or excludes this one (`/((?!api|_next).*)`). */
function mayMatchApi(pattern: string): boolean {
  if (/^\/\(\(\?!(?:[\w/.-]+\|)*api(?:\/|\||\))/.test(pattern)) return false;
  return !/^\/(?!api(?:\/|$))[\w-]+(?:\/|$)/.test(pattern);
}

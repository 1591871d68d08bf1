import { format as formatBytes } from "bytes";
import { readStaticConfig } from "../check/config.ts";
import { lookAtConventions } from "../conventions/index.ts";
import type { RouteConfig } from "../conventions/pages-api/config.ts";
import { RouteError } from "../error.ts";
import { claimRoutes } from "../routes/claim.ts";
import { type Route, Router } from "../routing/router.ts";
import type { Command } from "./command.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { count, paint, table } from "./terminal.ts";

/** A route as `pages-api routes --json` prints it, in an array in matching order. */
export interface ListedRoute {
  /** `/api/post/[pid]` */
  readonly pattern: string;
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** What `export const config` says, defaults filled in; `null` where it is broken, or known only when it runs. */
  readonly config: ListedConfig | null;
  readonly warnings: readonly string[];
}

export interface ListedConfig {
  readonly bodyParser: boolean;
  /** Bytes. */
  readonly sizeLimit: number;
  /** Parse nested keys of forms. */
  readonly extended: boolean;
  /** Bytes from which a warning is logged; `false` for none. */
  readonly responseLimit: number | false;
  readonly externalResolver: boolean;
  /** Seconds; `null` for no limit. */
  readonly maxDuration: number | null;
}

const DEFAULT_LIMIT = 1024 * 1024;
const DEFAULT_RESPONSE_LIMIT = 4 * DEFAULT_LIMIT;

export const routes: Command = {
  summary: "Lists the routes in the order in which they are matched",
  options: {
    ...PROJECT_OPTIONS,
    json: { type: "boolean", help: "print an array of { pattern, file, config, warnings }" },
  },
  async run(dir, values) {
    const { json } = values;
    const { conventions } = await lookAtConventions(dir, choiceOf(values));
    const router = new Router(await claimRoutes({ dir, conventions, loader: {} }));
    const warnings = shadowedOf(router);
    const listed = await Promise.all(
      router.routes.map((route) => list(dir, route, warnings.get(route.file) ?? [])),
    );
    if (json === true) {
      const all = listed.map(({ route }) => route);
      console.log(JSON.stringify(all, undefined, 2));
      return 0;
    }
    const rows = listed.map(({ route, glance }) => [route.pattern, paint("dim", route.file), glance]);
    if (rows.length > 0) console.log(`${table(rows)}\n`);
    console.log(count(listed.length, "route"));
    for (const text of listed.flatMap(({ route }) => route.warnings)) {
      console.error(`${paint("yellow", "warn", process.stderr)} ${text}`);
    }
    return 0;
  },
};

/** A route, and what there is to know of its config in a few words. */
async function list(
  dir: string,
  { pattern, file }: Route,
  shadowed: readonly string[],
): Promise<{ route: ListedRoute; glance: string }> {
  try {
    const { settings } = await readStaticConfig(dir, file);
    const config = settings === undefined ? null : listedOf(settings);
    const glance = config === null ? paint("yellow", "dynamic config") : glanceOf(config);
    return { route: { pattern, file, config, warnings: shadowed }, glance };
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    const glance = paint("red", error.code === "ROUTE_CONFIG" ? "config error" : "compile error");
    return { route: { pattern, file, config: null, warnings: [...shadowed, error.message] }, glance };
  }
}

function listedOf(settings: RouteConfig): ListedConfig {
  const { bodyParser, sizeLimit, extended, responseLimit, externalResolver, maxDuration = null } = settings;
  return {
    bodyParser,
    sizeLimit,
    extended,
    responseLimit: responseLimit === Infinity ? false : responseLimit,
    externalResolver,
    maxDuration,
  };
}

/** What is not as in every route. */
function glanceOf(config: ListedConfig): string {
  const { bodyParser, sizeLimit, extended, responseLimit, externalResolver, maxDuration } = config;
  const words: string[] = [];
  if (!bodyParser) words.push("body off");
  else if (sizeLimit !== DEFAULT_LIMIT) words.push(`body ${sizeOf(sizeLimit)}`);
  if (extended) words.push("nested forms");
  if (responseLimit === false) words.push("response ∞");
  else if (responseLimit !== DEFAULT_RESPONSE_LIMIT) words.push(`response ${sizeOf(responseLimit)}`);
  if (externalResolver) words.push("external resolver");
  if (maxDuration !== null) words.push(`${maxDuration} s`);
  return words.join(", ");
}

function sizeOf(size: number): string {
  return formatBytes(size)!.toLowerCase();
}

function shadowedOf({ shadowed }: Router): Map<string, string[]> {
  const warnings = new Map<string, string[]>();
  for (const [hidden, serving] of shadowed) {
    const text = `Two files for one route, ${serving.pattern}: ${serving.file} serves it, ${hidden.file} is never reached.`;
    warnings.set(serving.file, [...(warnings.get(serving.file) ?? []), text]);
  }
  return warnings;
}

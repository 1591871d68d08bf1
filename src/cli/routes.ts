import { readStaticConfig, withExportReader } from "../project/static-config.ts";
import { assertTsConfig } from "../compile/tsconfig-mistakes.ts";
import { lookAtConventions } from "../conventions/index.ts";
import type { ClaimedRoute, Surroundings } from "../convention.ts";
import { RouteError } from "../error.ts";
import { visible } from "../observe/visible.ts";
import type { ExportReader } from "../syntax/exports.ts";
import { claimRoutes, shadowedText } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import type { Command } from "./command.ts";
import { printExplanation, QUESTION_OPTIONS, questionOf } from "./explain.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { count, paint, table } from "./terminal.ts";

/** A route as `pages-api routes --json` prints it, in an array in matching order. */
export interface ListedRoute {
  /** `/api/post/[pid]` */
  readonly pattern: string;
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** The methods that it answers; `null` where its function decides, or it is broken. */
  readonly methods: readonly string[] | null;
  /** What `export const config` says, defaults filled in; `null` where it is broken, or known only when it runs. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly warnings: readonly string[];
}

export const routes: Command = {
  summary: "Lists the routes in the order in which they are matched",
  options: {
    ...QUESTION_OPTIONS,
    ...PROJECT_OPTIONS,
    json: {
      type: "boolean",
      help: "print an array of { pattern, file, methods, config, warnings }; with --for { method, url, steps, route }",
    },
  },
  async run(dir, values) {
    const { json } = values;
    const question = questionOf(values);
    const project = await lookAtConventions(dir, choiceOf(values));
    const {
      conventions,
      surroundings,
      compile: { tsconfig },
    } = project;
    await assertTsConfig(dir, project.compile?.tsconfig);
    const router = new Router(await claimRoutes({ dir, conventions, loader: {} }));
    if (question !== undefined) {
      const explain = (reader: ExportReader): Promise<void> =>
        printExplanation({ question, project, router, reader }, json === true);
      await withExportReader(dir, explain, tsconfig);
      return 0;
    }
    const warnings = shadowedOf(router);
    const listed = await withExportReader(
      dir,
      (reader) =>
        Promise.all(router.routes.map((route) => list(reader, route, warnings.get(route.file) ?? []))),
      tsconfig,
    );
    if (json === true) {
      const all = listed.map(({ route }) => route);
      console.log(JSON.stringify(all, undefined, 2));
      return 0;
    }
    printRoutes(listed, surroundings);
    return 0;
  },
};

interface Listed {
  readonly route: ListedRoute;
  readonly glance: string;
}

/** As a person reads them: what surrounds the routes, then the routes. */
function printRoutes(listed: readonly Listed[], surroundings: Surroundings | undefined): void {
  const around = (surroundings?.lines ?? []).map(({ kind, source, does, when }) => [
    kind,
    source || (kind === "middleware" || kind === "header" ? "all paths" : ""),
    when.length === 0 ? does : `${does}  ${paint("dim", `(${when.join(", ")})`)}`,
  ]);
  if (around.length > 0) console.log(`${table(around)}\n`);
  const hasMethods = listed.some(({ route }) => route.methods !== null);
  const rows = listed.map(({ route, glance }) => [
    ...(hasMethods ? [route.methods?.join(" ") ?? "any"] : []),
    visible(route.pattern),
    paint("dim", visible(route.file)),
    glance,
  ]);
  if (rows.length > 0) console.log(`${table(rows)}\n`);
  console.log(count(listed.length, "route"));
  for (const text of listed.flatMap(({ route }) => route.warnings)) {
    console.error(`${paint("yellow", "warn", process.stderr)} ${text}`);
  }
}

/** A route, and what there is to know of its config in a few words. */
async function list(reader: ExportReader, route: ClaimedRoute, shadowed: readonly string[]): Promise<Listed> {
  const { pattern, file, convention } = route;
  try {
    const { settings, exports } = await readStaticConfig(reader, route);
    const names = new Set([...Object.keys(exports.values), ...exports.dynamic]);
    const methods = convention.methods?.(names, file) ?? null;
    const described = settings === undefined ? undefined : convention.describe?.(settings);
    const config = described?.settings ?? null;
    const glance =
      settings === undefined ? paint("yellow", "dynamic config") : (described?.words ?? []).join(", ");
    return { route: { pattern, file, methods, config, warnings: shadowed }, glance };
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    const glance = paint("red", error.code === "ROUTE_CONFIG" ? "config error" : "compile error");
    return {
      route: { pattern, file, methods: null, config: null, warnings: [...shadowed, error.message] },
      glance,
    };
  }
}

function shadowedOf({ shadowed }: Router): Map<string, string[]> {
  const warnings = new Map<string, string[]>();
  for (const [hidden, serving] of shadowed) {
    const text = shadowedText(hidden, serving);
    warnings.set(serving.file, [...(warnings.get(serving.file) ?? []), text]);
  }
  return warnings;
}

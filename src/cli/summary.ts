import { existsSync } from "node:fs";
import { join } from "node:path";
import { lookAtConventions, type ProjectChoice } from "../conventions/index.ts";
import type { OpenProject, Route, StageLine } from "../convention.ts";
import { scan } from "../routing/scan.ts";
import { visible } from "../observe/visible.ts";
import type { Command } from "./command.ts";
import { count, paint, table } from "./terminal.ts";

/** What a server serves, as `--json` prints it when it is ready. */
export interface Summary {
  readonly conventions: readonly string[];
  /** In matching order. */
  readonly routes: readonly { readonly pattern: string; readonly file: string }[];
  /** Rules of a config and middleware, in the order in which they apply. */
  readonly around: readonly StageLine[];
  /** Pages and screens, relative to the project: they need their framework. A folder of public files ends with `/`. */
  readonly notServed: readonly string[];
}

export const SUMMARY_OPTIONS = {
  json: {
    type: "boolean",
    help: "print { conventions, routes, around, notServed } on one line when the server is ready, instead of a table",
  },
} as const satisfies Command["options"];

interface Served {
  readonly project: OpenProject;
  readonly router: { readonly routes: readonly Route[] };
}

/** More than these are counted, not listed. */
const SHOWN_ROUTES = 50;
const SHOWN_FILES = 3;

export async function summaryOf(
  dir: string,
  { project, router }: Served,
  choice: ProjectChoice,
): Promise<Summary> {
  const { conventions, surroundings, middleware } = project;
  const lines = surroundings?.lines ?? [];
  const unlisted = lines.some(isMiddleware) ? undefined : middleware;
  return {
    conventions: conventions.map(({ name }) => name),
    routes: router.routes.map(({ pattern, file }) => ({ pattern, file })),
    around: [...lines, ...(await middlewareLines(dir, unlisted, choice))],
    notServed: await pagesOf(dir, project),
  };
}

/** What a middleware is for, as its file says it: it may not have been loaded yet. */
async function middlewareLines(
  dir: string,
  file: string | undefined,
  choice: ProjectChoice,
): Promise<StageLine[]> {
  if (file === undefined) return [];
  const looked = existsSync(join(dir, file)) ? await lookAtConventions(dir, choice) : undefined;
  const lines = looked?.surroundings?.lines?.filter(isMiddleware) ?? [];
  return lines.length > 0 ? lines : [{ kind: "middleware", source: "", does: file, when: [] }];
}

function isMiddleware({ kind }: StageLine): boolean {
  return kind === "middleware";
}

/** Files that their framework makes pages of, and its folder of public files. A project that is deployed as a build has none. */
async function pagesOf(dir: string, { conventions }: OpenProject): Promise<string[]> {
  const found = conventions.map(async ({ roots, isPage, publicDir }) => {
    if (isPage === undefined) return [];
    const files = publicDir === undefined ? undefined : await scan(join(dir, publicDir));
    const open = files !== undefined && files.length > 0 ? [`${publicDir}/`] : [];
    const below = roots.map(async (root) => {
      const files = (await scan(join(dir, root))) ?? [];
      return files.filter(isPage).map((file) => `${root}/${file}`);
    });
    return [...(await Promise.all(below)).flat(), ...open];
  });
  return [...new Set((await Promise.all(found)).flat())];
}

/** One table of it all: what it is, which paths, where. */
export function textOfSummary({ conventions, routes, around, notServed }: Summary): string {
  const shown = routes.slice(0, SHOWN_ROUTES);
  const rows = [
    ...around.map(({ kind, source, does, when }) => [
      kind,
      source || "all paths",
      visible([does, ...when].join(", ")),
    ]),
    ...shown.map(({ pattern, file }) => ["route", visible(pattern), paint("dim", visible(file))]),
  ];
  const served = conventions.join(", ");
  const wide = [
    ["convention", served],
    ...(routes.length > shown.length
      ? [["", `${routes.length - shown.length} routes more: pages-api routes`]]
      : []),
    ...(notServed.length > 0 ? [["not served", textOfPages(notServed)]] : []),
  ];
  // A long text in a column would move the next one far to the right.
  const width = Math.max(...[...rows, ...wide].map(([kind = ""]) => kind.length));
  const [first, ...last] = wide.map(([kind = "", text = ""]) => `  ${kind.padEnd(width)}  ${text}`);
  const [head = "", ...rest] = rows;
  const padded = head === "" ? [] : [[head[0]!.padEnd(width), ...head.slice(1)], ...rest];
  return [first, ...(padded.length > 0 ? [table(padded)] : []), ...last].join("\n");
}

function textOfPages(unserved: readonly string[]): string {
  const folders = unserved.filter((name) => name.endsWith("/"));
  const files = unserved.filter((name) => !name.endsWith("/"));
  if (files.length === 0) return folders.join(", ");
  const more = files.length - SHOWN_FILES;
  const names = [...files.slice(0, SHOWN_FILES), ...(more > 0 ? [`${more} more`] : [])]
    .map(visible)
    .join(", ");
  return [`${count(files.length, "page")} of the framework: ${names}`, ...folders].join("; ");
}

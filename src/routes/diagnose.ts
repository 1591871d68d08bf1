import { dirname, join, relative, sep } from "node:path";
import type { OpenConvention } from "../convention.ts";
import type { Loader } from "../project/loaded.ts";
import { scan } from "../routing/scan.ts";
import { routeFiles } from "./outdated.ts";

interface Project {
  /** Absolute. */
  readonly dir: string;
  readonly conventions: readonly OpenConvention[];
}

/** Why a project has no routes, and what to do about it. */
export async function describeMissing(
  project: Project,
  { files, command }: Pick<Loader, "files" | "command">,
): Promise<string> {
  if (files !== undefined && command !== undefined) return `The build has no routes. Run: ${command}`;
  const folders = foldersOf(project).join(" and ");
  const cure =
    (await describeInside(project)) ??
    (await describeIgnored(project)) ??
    (await describeOthers(project)) ??
    "Make one of them, or name the project's folder: an argument of the command line, `dir` in a program.";
  return `No routes found: looked in the folders ${folders}. ${cure}`;
}

/** As deep as a folder of routes is found below its project. */
const FOLDERS_UP = 4;

/** Explains that the folder is one of the routes themselves, such as `pages`. */
async function describeInside({ dir, conventions }: Project): Promise<string | undefined> {
  let folder = dir;
  for (let up = 1; up <= FOLDERS_UP && dirname(folder) !== folder; up += 1) {
    folder = dirname(folder);
    const inside = `${relative(folder, dir).replaceAll(sep, "/")}/`;
    const isRoot = conventions.some(({ roots }) =>
      roots.some((root) => `${root}/`.startsWith(inside) || inside.startsWith(`${root}/`)),
    );
    // oxlint-disable-next-line no-await-in-loop -- the nearest one counts
    if (isRoot && (await routeFiles({ dir: folder, conventions })).length > 0)
      return `${dir} is a folder of the project, which is ${folder}: run the command there, or name that folder.`;
  }
  return undefined;
}

/** Explains why routes are not looked at: another folder, without any, comes before theirs. */
export async function describeIgnored({ dir, conventions }: Project): Promise<string | undefined> {
  for (const convention of conventions) {
    const text = await describeHidden(dir, convention);
    if (text !== undefined) return text;
  }
  return undefined;
}

async function describeHidden(dir: string, convention: OpenConvention): Promise<string | undefined> {
  const [taken, ...others] = convention.roots;
  const found = await Promise.all(
    others.map((root) => routeFiles({ dir, conventions: [{ ...convention, roots: [root] }] })),
  );
  const ignored = others.find((_, index) => found[index]!.length > 0);
  if (ignored === undefined) return undefined;
  return (
    `The routes in ${ignored} are ignored, because the folder ${taken} exists: ` +
    `remove it if it is empty, or move the routes there.`
  );
}

/** Explains why none of the files in the folder of the routes is a route. */
async function describeOthers({ dir, conventions }: Project): Promise<string | undefined> {
  for (const convention of conventions) {
    // oxlint-disable-next-line no-await-in-loop -- the first that has files says why
    const found = await Promise.all(foldersOf({ dir, conventions: [convention] }).map(scan));
    if (found.some((files) => files !== undefined && files.length > 0))
      return convention.otherFiles ?? "The files there are not routes.";
  }
  return undefined;
}

function foldersOf({ dir, conventions }: Project): string[] {
  return conventions.flatMap(({ roots, folder }) => roots.map((root) => join(dir, root, folder)));
}

import { join } from "node:path";
import type { Convention } from "../convention.ts";
import type { Loader } from "../project/loader.ts";
import { scan } from "../routing/scan.ts";
import { routeFiles } from "./outdated.ts";

interface Project {
  /** Absolute. */
  readonly dir: string;
  readonly convention: Convention;
}

/** Why a project has no routes, and what to do about it. */
export async function describeMissing(
  project: Project,
  { files, command }: Pick<Loader, "files" | "command">,
): Promise<string> {
  if (files !== undefined && command !== undefined) return `The build has no routes. Run: ${command}`;
  const { dir, convention } = project;
  const folders = convention.roots.map((root) => join(dir, root, convention.folder)).join(" and ");
  const cure =
    (await describeIgnored(project)) ??
    (await describeExtensions(project)) ??
    "Make one of them, or name the project's folder: an argument of the command line, `dir` in a program.";
  return `No routes found: looked in the folders ${folders}. ${cure}`;
}

/** Tells of routes that are not looked at since another folder, without any, comes before theirs. */
export async function describeIgnored({ dir, convention }: Project): Promise<string | undefined> {
  const [taken, ...others] = convention.roots;
  const found = await Promise.all(
    others.map((root) => routeFiles({ dir, convention: { ...convention, roots: [root] } })),
  );
  const ignored = others.find((_, index) => found[index]!.length > 0);
  if (ignored === undefined) return undefined;
  return (
    `The routes in ${ignored} are ignored, as in Next, because the folder ${taken} exists: ` +
    `remove it if it is empty, or move the routes there.`
  );
}

/** Tells of files in the folder of the routes that are none. */
async function describeExtensions({ dir, convention }: Project): Promise<string | undefined> {
  const folders = convention.roots.map((root) => join(dir, root, convention.folder));
  const found = await Promise.all(folders.map(scan));
  if (found.every((files) => files === undefined || files.length === 0)) return undefined;
  return "The files there have other extensions than routes: see `pageExtensions`, --page-extensions on the command line.";
}

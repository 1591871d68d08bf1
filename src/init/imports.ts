import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { createCompiler } from "../compile/compiler.ts";
import { realPath, relativePath } from "../compile/source.ts";
import { installedDir, readManifest } from "./package-json.ts";

export interface Imports {
  /** The files that the entries import, relative to the project. */
  readonly sources: readonly string[];
  /** The names of the packages that they import. */
  readonly packages: ReadonlySet<string>;
  /** Programs outside of the project and of all packages, such as those of a monorepo; absolute. */
  readonly outside: readonly string[];
  readonly broken: readonly string[];
}

/** What files of a project (relative to it) import, near and far. No line of the project runs. */
export async function importsOf(dir: string, entries: readonly string[]): Promise<Imports> {
  const root = realPath(dir);
  const draftDir = await mkdtemp(join(tmpdir(), "pages-api-init-"));
  const compiler = createCompiler({ dir: root, draftDir });
  try {
    const { inputs, packages, errors } = await compiler.compile(entries.map((file) => join(root, file)));
    const own = [...inputs].filter((file) => !file.includes(`${sep}node_modules${sep}`));
    const isInside = (file: string): boolean => file.startsWith(root + sep);
    const outside = own.filter((file) => !isInside(file));
    const workspaces = workspacesOf(root);
    const workspaceOf = (file: string): string | undefined =>
      workspaces.find(({ dir: folder }) => file.startsWith(folder + sep))?.name;
    return {
      sources: own.filter(isInside).map((file) => relativePath(root, file)),
      outside: outside.filter((file) => workspaceOf(file) === undefined && !file.endsWith(".json")),
      packages: new Set([
        ...[...packages].flatMap((file) => packageOf(file) ?? []),
        ...outside.flatMap((file) => workspaceOf(file) ?? []),
      ]),
      broken: errors.map(({ message }) => message),
    };
  } finally {
    await compiler.dispose();
    await rm(draftDir, { recursive: true, force: true });
  }
}

/** The packages of a monorepo that are linked into its `node_modules`: the compiler knows their files by where they are. */
function workspacesOf(root: string): { readonly name: string; readonly dir: string }[] {
  const { dependencies, devDependencies, peerDependencies } = readManifest(root) ?? {};
  return Object.keys({ ...peerDependencies, ...devDependencies, ...dependencies }).flatMap((name) => {
    const dir = installedDir(root, name);
    return dir === undefined || dir.includes(`${sep}node_modules${sep}`) ? [] : { name, dir };
  });
}

/** The package that a file is of: `node_modules/@scope/name/…`. */
function packageOf(file: string): string | undefined {
  const [scope, name] = file.split(sep).join("/").split("/node_modules/").at(-1)!.split("/");
  return scope?.startsWith("@") ? `${scope}/${name}` : scope;
}

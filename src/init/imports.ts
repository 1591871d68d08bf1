import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { createCompiler } from "../compile/compiler.ts";
import { realPath, relativePath } from "../compile/source.ts";

export interface Imports {
  /** The files that the entries import, relative to the project. */
  readonly sources: readonly string[];
  /** The names of the packages that they import. */
  readonly packages: ReadonlySet<string>;
  readonly broken: readonly string[];
}

/** What files of a project (relative to it) import, near and far. No line of the project runs. */
export async function importsOf(dir: string, entries: readonly string[]): Promise<Imports> {
  const root = realPath(dir);
  const draftDir = await mkdtemp(join(tmpdir(), "pages-api-init-"));
  const compiler = createCompiler({ dir: root, draftDir });
  try {
    const { inputs, packages, errors } = await compiler.compile(entries.map((file) => join(root, file)));
    const sources = [...inputs]
      .map((file) => relativePath(root, file))
      .filter((file) => !file.startsWith("../") && !file.includes("node_modules/"));
    return {
      sources,
      packages: new Set([...packages].flatMap((file) => packageOf(file) ?? [])),
      broken: errors.map(({ message }) => message),
    };
  } finally {
    await compiler.dispose();
    await rm(draftDir, { recursive: true, force: true });
  }
}

/** The package that a file is of: `node_modules/@scope/name/…`. */
function packageOf(file: string): string | undefined {
  const [scope, name] = file.split(sep).join("/").split("/node_modules/").at(-1)!.split("/");
  return scope?.startsWith("@") ? `${scope}/${name}` : scope;
}

import { dirname } from "node:path";
import { isBuiltin } from "node:module";
import type { ImportKind, Plugin, PluginBuild } from "esbuild";
import { build } from "./esbuild.ts";
import { compilerOptions, isStyle } from "./esbuild-options.ts";
import { isPackageFile } from "./package-file.ts";
import { findTsConfig, readTsConfig } from "../project/tsconfig.ts";
import { holdCompiler } from "./service.ts";

/** Finds the files that imports mean, by the compiler's own rules. */
export interface Resolver {
  /** The local file (absolute) that an import means; `undefined` for a package, a style, and where there is none. */
  resolve(specifier: string, importer: string, kind?: ImportKind): Promise<string | undefined>;
  /** The file (absolute) that an import means, of a package too; `undefined` where there is none. */
  find(specifier: string, importer: string, kind?: ImportKind): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A compiler that has begun a build and waits in it, so that it answers what imports mean. */
interface Waiting {
  readonly compiler: PluginBuild;
  close(): Promise<void>;
}

async function holdBuild(dir: string, tsconfig: string | undefined): Promise<Waiting> {
  const config = await readTsConfig(tsconfig ?? findTsConfig(dir));
  const release = holdCompiler();
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  let running: Promise<unknown> = ended;
  const compiler = await new Promise<PluginBuild>((resolve, reject) => {
    const waiting: Plugin = {
      name: "resolver",
      setup(opened) {
        opened.onStart(() => {
          resolve(opened);
          return ended;
        });
      },
    };
    running = build({
      ...compilerOptions(dir, dir, {}, config),
      stdin: { contents: "" },
      plugins: [waiting],
    });
    running.catch(reject);
  });
  return {
    compiler,
    async close() {
      end();
      await running.catch(() => {});
      await release();
    },
  };
}

/** Opens the compiler of a project for its rules of resolution only: it reads no source until `close`. */
export async function openResolver(dir: string, tsconfig?: string): Promise<Resolver> {
  const { compiler, close } = await holdBuild(dir, tsconfig);
  const known = new Map<string, Promise<string | undefined>>();
  const search = async (name: string, resolveDir: string, kind: ImportKind): Promise<string | undefined> => {
    const { path, errors, external } = await compiler.resolve(name, { resolveDir, kind });
    return errors.length > 0 || external || path === "" ? undefined : path;
  };
  const find: Resolver["find"] = async (specifier, importer, kind = "import-statement") => {
    if (isBuiltin(specifier)) return undefined;
    const folder = dirname(importer);
    const key = `${folder}\0${kind}\0${specifier}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = search(specifier, folder, kind)));
    const path = await found;
    // It may be installed later.
    if (path === undefined) known.delete(key);
    return path;
  };
  return {
    find,
    async resolve(...asked) {
      const path = await find(...asked);
      return path === undefined || isStyle(path) || isPackageFile(path, dir) ? undefined : path;
    },
    close,
  };
}

import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import type { Rollup } from "vite";
import { missingImport } from "../compile/missing-import.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { type Alias, targetsOf } from "../project/tsconfig.ts";
import type { Node } from "../syntax/node.ts";
import { findShim } from "../stand-ins/index.ts";
import { type PackageImport, type Packages, shimId } from "./packages.ts";
import type { Workers } from "./workers.ts";

export type Context = Pick<
  Rollup.TransformPluginContext,
  "addWatchFile" | "emitFile" | "error" | "resolve" | "warn"
>;

/** A module as Vite has it. */
export interface Source {
  readonly code: string;
  readonly id: string;
  readonly program: Node;
}

/** What the rewriting of a module knows of its project. */
export interface Project {
  readonly dir: string;
  /** Of its tsconfig.json. */
  readonly aliases: readonly Alias[];
  /** Where the chunks of a build go; `undefined` in development. */
  readonly chunkDir: string | undefined;
  readonly packages: Packages;
  readonly workers: Workers;
  /** What the conventions of the project want. */
  readonly settings: CompileSettings;
  /** What is defined in this module, by the expression that it takes the place of. */
  readonly define: Readonly<Record<string, string>>;
}

const URL_LIKE = /^[a-z][a-z\d+.-]*:/i;

/** An import of a module. */
export interface Asked {
  readonly name: string;
  /** The module that it is in. */
  readonly importer: string;
  /** Where it is; `undefined` where nothing has to be found. */
  readonly at: number | undefined;
  /** Whether the namespace is used as a whole. */
  readonly isWhole: boolean;
}

/** What an import means: `undefined` for a module of the project, which stays as it is. */
export async function targetOf(
  { name, importer, at, isWhole }: Asked,
  context: Context,
  { aliases, packages, settings }: Project,
): Promise<PackageImport | undefined> {
  if (isBuiltin(name) && targetsOf(name, aliases).length === 0) return packages.find(name, importer, isWhole);
  const standIn = settings.standIn?.(name, dirname(importer));
  if (standIn !== undefined) return packages.standIn(standIn, name, importer);
  const shim = findShim(name, dirname(importer));
  if (shim !== undefined) return { kind: "file", file: shimId(shim)! };
  const resolved = await context.resolve(name, importer, { skipSelf: true });
  if (resolved === null) {
    // Vite would only notice when the module runs, and name no place.
    if (at !== undefined && !URL_LIKE.test(name))
      context.error(missingImport(name, dirname(importer), aliases), at);
    return { kind: "node" };
  }
  const isPackage = Boolean(resolved.external) || resolved.id.includes("/node_modules/");
  if (isPackage) return packages.find(name, importer, isWhole);
  // Vite leaves the names of builtin modules to Node, whatever they resolve to.
  return isBuiltin(name) ? { kind: "file", file: resolved.id } : undefined;
}

/** The URL of a worker, as an expression; `undefined` for what is not a module of the project. */
export async function workerUrl(
  name: string,
  importer: string,
  context: Context,
  { chunkDir, workers }: Project,
): Promise<string | undefined> {
  const path = /^(?:\.{1,2})?\//.test(name) ? name : `./${name}`;
  const resolved = await context.resolve(path, importer, { skipSelf: true });
  if (resolved === null || Boolean(resolved.external) || resolved.id.includes("/node_modules/"))
    return undefined;
  return workers.urlOf(resolved.id, context, chunkDir !== undefined);
}

import { isBuiltin, SourceMap, type SourceMapPayload } from "node:module";
import { resolve } from "node:path";
import { build, type BuildFailure, type BuildResult, type Metafile, type Plugin } from "esbuild";
import { compileError } from "../compile/diagnostic.ts";
import { entriesOf } from "../compile/entries.ts";
import { compilerOptions, isStyle } from "../compile/options.ts";
import { isPackageFile } from "../compile/resolve.ts";
import { realPath } from "../compile/source.ts";
import { PRINTED, type Spot } from "../syntax/static.ts";
import { nextModuleName } from "../stand-ins/next/modules.ts";
import { Gaps, type Problem, spotOf } from "./gaps.ts";
import { isData } from "./handler.ts";
import { manglingOf } from "./members.ts";

/** What is known about a route file and all that it imports, without running any of it. */
export interface Surveyed {
  /** The program of the route with what it needs of its local imports, functions that nothing calls left out. */
  readonly code: string;
  readonly positions: SourceMap;
  /** The sources it is made of, relative to the project. */
  readonly files: ReadonlySet<string>;
  /** False for an ES module that exports nothing by default, or what is written as no function. */
  readonly hasHandler: boolean;
  /** Imports of Next's modules that the program makes use of. */
  readonly nextImports: readonly NextImport[];
  /** Syntax errors and imports that find nothing. */
  readonly problems: readonly Problem[];
}

export interface NextImport extends Spot {
  readonly module: string;
}

/** Each route is a program of its own; this many at a time, so that a thousand of them need not be in memory. */
const BATCH = 50;
const SKIP = Symbol("skip");

/**
 * Reads route files with the compiler as the server does, but each route as one program with its local imports:
 * then the compiler's own rules decide what is code, what is text, and what is never used.
 *
 * @param dir the project, a real path
 * @param files relative to it
 * @param members names of properties to look for: see `manglingOf`
 */
export async function survey(
  dir: string,
  files: readonly string[],
  members: readonly string[],
): Promise<ReadonlyMap<string, Surveyed>> {
  const found = new Map<string, Surveyed>();
  for (let from = 0; from < files.length; from += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- batches are there so that not all is done at once
    const batch = await surveyBatch(dir, files.slice(from, from + BATCH), members);
    for (const [file, surveyed] of batch) found.set(file, surveyed);
  }
  return found;
}

async function surveyBatch(
  dir: string,
  files: readonly string[],
  members: readonly string[],
): Promise<Map<string, Surveyed>> {
  const gaps = new Gaps(dir);
  const nextImports = new Map<string, NextImport>();
  const paths = files.map((file) => realPath(resolve(dir, file)));
  let result: BuildResult<{ metafile: true; write: false }> | undefined;
  while (result === undefined) {
    const { entryPoints, remove } = entriesOf(paths);
    try {
      // oxlint-disable-next-line no-await-in-loop -- each pass goes around the mistakes that the one before has met
      result = await build({
        ...compilerOptions(dir, dir),
        ...PRINTED,
        ...manglingOf(members),
        entryPoints,
        format: "esm",
        metafile: true,
        write: false,
        plugins: [gaps.plugin, nextImportsPlugin(dir)],
      });
    } catch (error) {
      const { errors = [] } = error as Partial<BuildFailure>;
      if (!gaps.add(errors)) throw errors[0] ? compileError(errors[0], dir, dir) : error;
    } finally {
      remove();
    }
  }
  for (const message of result.warnings) {
    const { importer } = (message.detail ?? {}) as { importer?: string };
    if (importer === undefined || message.location === null) continue;
    nextImports.set(externalName(message.text, importer), { module: message.text, ...spotOf(message) });
  }
  const { inputs, outputs } = result.metafile;
  const texts = new Map(result.outputFiles.map((output) => [output.path, output]));
  return new Map(
    files.map((file, index) => {
      const path = `${index}.js`;
      const { imports, exports, entryPoint = file } = outputs[path]!;
      const sources = closureOf(inputs, entryPoint);
      const payload = JSON.parse(texts.get(resolve(dir, `${path}.map`))!.text) as SourceMapPayload;
      const code = texts.get(resolve(dir, path))!.text;
      return [
        file,
        {
          code,
          positions: new SourceMap(payload),
          files: sources,
          hasHandler: exports.includes("default") && !isData(code),
          nextImports: imports.flatMap((made) => nextImports.get(made.path) ?? []),
          problems: gaps.problems.filter((problem) => sources.has(problem.file)),
        },
      ];
    }),
  );
}

/**
 * Packages and styles stay outside. A module of Next gets a name of its own for each importer, and counts as free of side
 * effects, so that it is still in the program only where something of it is used.
 */
const nextImportsPlugin = (dir: string): Plugin => ({
  name: "next-imports",
  setup({ onResolve, resolve: find }) {
    onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === "entry-point" || pluginData === SKIP) return undefined;
      const external = { path, external: true };
      if (kind === "require-resolve" || isBuiltin(path)) return external;
      const module = nextModuleName(path);
      if (module !== undefined) {
        const name = externalName(module, importer);
        return {
          path: name,
          external: true,
          sideEffects: false,
          warnings: [{ text: module, detail: { importer } }],
        };
      }
      const found = await find(path, { importer, resolveDir, kind, pluginData: SKIP });
      if (found.errors.length > 0) return undefined;
      return isStyle(found.path) || isPackageFile(found.path, dir) ? external : undefined;
    });
  },
});

function externalName(module: string, importer: string): string {
  return `${module}?${importer}`;
}

type Inputs = Metafile["inputs"];

function closureOf(inputs: Inputs, entry: string): Set<string> {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, external } of inputs[file]?.imports ?? []) if (external !== true) found.add(path);
  }
  return found;
}

import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { BuildFailure, BuildOptions, BuildResult, Message } from "esbuild";
import { build } from "./esbuild.ts";
import type { Place } from "../syntax/parse.ts";
import { compileError } from "./diagnostic.ts";
import { entriesOf } from "./entries.ts";
import { hasHiddenNames } from "./hidden-names.ts";
import { withInterop } from "./interop-helper.ts";
import { type Links, outputOf } from "./links.ts";
import { decoratorMetadata } from "./metadata.ts";
import { compilerOptions } from "./esbuild-options.ts";
import { textOfMissingName, withoutMissingNames } from "./missing-names.ts";
import type { OutsideModule } from "./package-names.ts";
import { messageOf, type Prepared, prepare } from "./prepare.ts";
import { type Imports, resolver, workerOutput } from "./resolve.ts";
import { type Format, INTEROP, type Source, sourceName, specifier, stampOf, unreadable } from "./source.ts";

type Result = BuildResult<{ metafile: true }>;

/** What the compiler has met in one file. */
interface Found {
  readonly imports: Map<string, Format>;
  readonly requires: Set<string>;
  readonly packages: Set<string>;
  readonly places: Set<string>;
  /** Modules outside of the project, by their names in the output. */
  readonly outside: Map<string, OutsideModule>;
  /** What Node is to re-export whole. */
  readonly reexports: Map<string, string>;
  prepared?: Prepared;
}

/** Compiles each of the files to one format. CommonJS that is compiled to the other says so by its own `format`. */
export async function transformModules(
  files: readonly string[],
  format: Format,
  links: Links,
): Promise<Source[]> {
  const together = await compileTogether(files, format, links);
  if (together !== undefined) return together;
  // The errors name none of the files: only one by one do they show whose they are.
  const each = await Promise.all(files.map((file) => compileTogether([file], format, links)));
  return each.flatMap((sources) => sources ?? []);
}

/** Compiles files in one pass of the compiler. Undefined for errors that name none of several files. */
async function compileTogether(
  files: readonly string[],
  format: Format,
  links: Links,
): Promise<Source[] | undefined> {
  if (files.length === 0) return [];
  const stamps = new Map(files.map((file) => [file, stampOf(file)]));
  const found = new Map(files.map((file) => [file, nothingFound()]));
  const { dir, outDir, settings, config } = links;
  const imports = recording(found, format, links);
  const plugins = [resolver(imports), loading(found, imports)];
  const options = { ...compilerOptions(dir, outDir, settings, config), format, plugins };
  const passed = await pass(files, options, dir);
  if (passed === undefined) return undefined;
  const { entries, broken, result } = passed;
  const outputs = new Map(result?.outputFiles?.map((output) => [basename(output.path), output.text]));
  const index = new Map(entries.map((file, at) => [file, at]));
  return files.map((file) => {
    const { prepared, reexports, outside, ...met } = found.get(file)!;
    const base = { file, stamp: stamps.get(file)!, ...met };
    const message = broken.get(file);
    if (message !== undefined) {
      const isPlaced = prepared === undefined || prepared.mistakes.length > 0;
      const error = compileError(isPlaced ? message : prepared.placed(message), file, dir, config.aliases);
      return { ...base, format, code: "", map: "", error };
    }
    const text = outputs.get(`${index.get(file)}.js`) ?? "";
    const kind = result?.metafile.inputs[sourceName(dir, file)]?.format ?? format;
    const rule = `require(${JSON.stringify(interopName(file, links))}).namespaceOf`;
    const linked = withInterop(text, rule);
    if (linked !== text) met.imports.set(INTEROP, "cjs");
    const stars = starsOf(reexports.keys());
    const map = outputs.get(`${index.get(file)}.js.map`) ?? "";
    const at = (place: Place | undefined, text: string): string =>
      `${sourceName(dir, file)}${place === undefined ? "" : `:${place.line}:${place.column}`}: ${text}`;
    const warnings = (prepared?.warnings ?? []).map((remark) => at(remark, remark.text));
    if (format === "cjs") return { ...base, format, code: linked, map, warnings };
    const { code, missing } = withoutMissingNames(linked + stars, map, outside, links.packageNames);
    warnings.push(...missing.map(({ name, from, place }) => at(place, textOfMissingName(name, from))));
    const hides = [...reexports.values()].some(hasHiddenNames);
    return { ...base, format: kind, code, map, warnings, hides, stars: new Set(reexports.values()) };
  });
}

/** As the source's own `require` finds it. */
function interopName(file: string, links: Links): string {
  return specifier(dirname(file), outputOf(INTEROP, "cjs", links));
}

/** Compiles the files, without those that are broken. Undefined for errors that name none of several files. */
async function pass(
  files: readonly string[],
  options: BuildOptions,
  dir: string,
): Promise<
  { entries: readonly string[]; broken: ReadonlyMap<string, Message>; result: Result | undefined } | undefined
> {
  const broken = new Map<string, Message>();
  for (let entries = files; entries.length > 0; entries = entries.filter((file) => !broken.has(file))) {
    const { entryPoints, remove } = entriesOf(entries);
    try {
      // oxlint-disable-next-line no-await-in-loop -- each pass leaves out the files that the one before found broken
      const result = await build({ ...options, entryPoints, metafile: true });
      return { entries, broken, result };
    } catch (error) {
      const blamed = blame(error, entries, dir);
      if (blamed.size === 0) return undefined;
      for (const [file, message] of blamed) broken.set(file, message);
    } finally {
      remove();
    }
  }
  return { entries: [], broken, result: undefined };
}

/** Which of the entries the errors are about. */
function blame(error: unknown, entries: readonly string[], dir: string): Map<string, Message> {
  const messages = (error as Partial<BuildFailure>).errors;
  if (messages === undefined) throw error;
  const known = new Set(entries);
  const blamed = new Map<string, Message>();
  for (const message of messages) {
    const file = message.location && resolve(dir, message.location.file);
    if (file && known.has(file) && !blamed.has(file)) blamed.set(file, message);
  }
  const [first] = messages;
  const [only] = entries;
  if (blamed.size === 0 && entries.length === 1 && first && only) blamed.set(only, first);
  return blamed;
}

/** The compiler re-exports CommonJS when it runs, where nobody can import a name of it. */
function starsOf(names: Iterable<string>): string {
  return [...names].map((name) => `export * from ${JSON.stringify(name)};\n`).join("");
}

function nothingFound(): Found {
  return {
    imports: new Map(),
    requires: new Set(),
    packages: new Set(),
    places: new Set(),
    outside: new Map(),
    reexports: new Map(),
  };
}

/** Notes what the resolver reports. */
function recording(found: ReadonlyMap<string, Found>, format: Format, links: Links): Imports {
  return {
    ...links,
    format,
    link(importer, file, kind, required) {
      found.get(importer)?.imports.set(file, kind);
      if (required) found.get(importer)?.requires.add(file);
    },
    package: (importer, file) => found.get(importer)?.packages.add(file),
    outside: (importer, imported, module) => found.get(importer)?.outside.set(imported, module),
    reexport: (importer, name, file) => found.get(importer)?.reexports.set(name, file),
    starsOf: (importer) => found.get(importer)?.prepared?.stars ?? new Set(),
    look(importer, path) {
      for (const place of links.folders.placesOf(path)) found.get(importer)?.places.add(place);
    },
  };
}

/** Gives the compiler what `prepare` makes of a source. */
function loading(found: ReadonlyMap<string, Found>, links: Imports): NonNullable<BuildOptions["plugins"]>[0] {
  const { dir, config } = links;
  const withMetadata = decoratorMetadata(dir, config);
  return {
    name: "sources",
    setup(compiler) {
      compiler.onLoad({ filter: /\.json$/, namespace: "file" }, ({ path }) => unreadable(path));
      compiler.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, async ({ path }) => {
        const failed = unreadable(path);
        if (failed !== undefined) return failed;
        const met = found.get(path);
        if (met === undefined) return undefined;
        const text = readFileSync(path, "utf8");
        const worker = (name: string) => workerOutput(compiler, name, path, links);
        const prepared = await prepare(path, text, { dir, aliases: config.aliases, worker });
        if (prepared !== undefined) met.prepared = prepared;
        const [mistake] = prepared?.mistakes ?? [];
        if (mistake !== undefined) return { errors: [messageOf(mistake, path, dir)] };
        for (const folder of prepared?.folders ?? [])
          for (const place of links.folders.placesBelow(folder)) met.places.add(place);
        const decorated = withMetadata?.(path, prepared?.contents ?? text);
        if (decorated !== undefined) return decorated;
        return prepared?.contents === undefined
          ? undefined
          : { contents: prepared.contents, loader: prepared.loader };
      });
    },
  };
}

import { basename, resolve } from "node:path";
import {
  type BuildFailure,
  type BuildOptions,
  type BuildResult,
  build,
  type Location,
  type Message,
} from "esbuild";
import {
  contextFolders,
  contextPlugin,
  hasContext,
  isContextSource,
  isOfContext,
  linkContexts,
} from "./context.ts";
import { isOfAssertion } from "./assertion.ts";
import { compileError, isEmptyPattern } from "./diagnostic.ts";
import { entriesOf } from "./entries.ts";
import type { Links } from "./links.ts";
import { decoratorMetadata } from "./metadata.ts";
import { compilerOptions } from "./options.ts";
import { type Imports, isVirtual, resolver } from "./resolve.ts";
import { type Format, type Source, sourceName, stampOf } from "./source.ts";

type Result = BuildResult<{ metafile: true }>;

/** What the compiler has been asked for on behalf of one file. */
interface Found {
  readonly imports: Map<string, Format>;
  readonly packages: Set<string>;
  readonly places: Set<string>;
  /** What Node is to re-export whole. */
  readonly reexports: Set<string>;
}

/**
 * In a project of `"type": "module"` the compiler gives `import x from` the whole `module.exports`, as Node does;
 * Next gives what is behind `__esModule` there too.
 */
const NODE_INTEROP = /(__toESM\d*\(require_?\w*\([^()]*\)), 1\)/g;

/**
 * Compiles each of the files to one format. CommonJS that is compiled to the other says so by its own `format`.
 *
 * @param unmatched places of patterns that no file matches, each in the text that the ones before have made
 * @param inContext compiles one file that imports by a pattern, or by `assert`: see `context.ts`, `assertion.ts`
 */
export async function transformModules(
  files: readonly string[],
  format: Format,
  links: Links,
  inContext = false,
  unmatched: readonly Location[] = [],
): Promise<Source[]> {
  if (files.length === 0) return [];
  const stamps = new Map(files.map((file) => [file, stampOf(file)]));
  const found = new Map<string, Found>();
  const plugins = [
    resolver(recording(found, links)),
    inContext ? contextPlugin(links, files[0]!, unmatched) : [],
    decoratorMetadata(links.dir) ?? [],
  ].flat();
  const passed = await pass(
    files,
    { ...compilerOptions(links.dir, links.outDir, links.settings), format, plugins },
    links.dir,
  );
  // The errors name none of the files: only one by one do they show whose they are.
  if (passed === undefined)
    return eachOf(files, (file) => transformModules([file], format, links, inContext));
  const { entries, broken, result } = passed;
  const outputs = new Map(result?.outputFiles?.map((output) => [basename(output.path), output]));
  const index = new Map(entries.map((file, at) => [file, at]));
  const importers: string[] = [];
  const patterns: [file: string, location: Location][] = [];
  const sources: Source[] = [];
  for (const file of files) {
    const message = broken.get(file);
    if (message !== undefined && isEmptyPattern(message)) {
      patterns.push([file, message.location!]);
      continue;
    }
    const text = outputs.get(`${index.get(file)}.js`)?.text ?? "";
    if (!inContext && (message ? isOfOther(message, file, links.dir) : hasContext(text, file))) {
      importers.push(file);
      continue;
    }
    if (inContext) addContext(file, result, links, foundOf(found, file));
    const { reexports, ...imported } = foundOf(found, file);
    const base = { file, stamp: stamps.get(file)!, ...imported };
    if (message) {
      sources.push({ ...base, format, code: "", map: "", error: compileError(message, file, links.dir) });
      continue;
    }
    const kind = result?.metafile.inputs[sourceName(links.dir, file)]?.format ?? format;
    const stars = format === "esm" ? starsOf(reexports) : "";
    const code = linkContexts(text.replaceAll(NODE_INTEROP, "$1)")) + stars;
    const map = outputs.get(`${index.get(file)}.js.map`)?.text ?? "";
    sources.push({ ...base, format: format === "cjs" ? format : kind, code, map });
  }
  const others = await eachOf(importers, (file) => transformModules([file], format, links, true));
  const again = patterns.map(([file, location]) =>
    transformModules([file], format, links, true, [...unmatched, location]),
  );
  return [...sources, ...others, ...(await Promise.all(again)).flat()];
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

/** Whether an error goes when the file is compiled by itself. */
function isOfOther(message: Message, file: string, dir: string): boolean {
  return isOfContext(message, file, dir) || isOfAssertion(message);
}

/** The compiler re-exports CommonJS when it runs, where nobody can import a name of it. */
function starsOf(names: Iterable<string>): string {
  return [...names].map((name) => `export * from ${JSON.stringify(name)};\n`).join("");
}

/** Notes what the resolver tells. */
function recording(found: Map<string, Found>, links: Links): Imports {
  return {
    ...links,
    link: (importer, file, kind) => foundOf(found, importer).imports.set(file, kind),
    package: (importer, file) => foundOf(found, importer).packages.add(file),
    reexport: (importer, name) => foundOf(found, importer).reexports.add(name),
    look(importer, path) {
      const { places } = foundOf(found, importer);
      for (const place of links.folders.placesOf(path)) places.add(place);
    },
  };
}

function foundOf(found: Map<string, Found>, file: string): Found {
  let entry = found.get(file);
  if (entry === undefined) {
    entry = { imports: new Map(), packages: new Set(), places: new Set(), reexports: new Set() };
    found.set(file, entry);
  }
  return entry;
}

/** The files that an import by a pattern stands for are imports of the file, and so are those to come. */
function addContext(
  file: string,
  result: Result | undefined,
  links: Links,
  { imports, places }: Found,
): void {
  const inputs = result?.metafile.inputs ?? {};
  const names = Object.keys(inputs).filter((name) => !isVirtual(name));
  const members = names.map((name) => resolve(links.dir, name));
  for (const member of members.filter((each) => each !== file && isContextSource(each, links.dir)))
    imports.set(member, links.formatOf(member));
  for (const folder of contextFolders(file, inputs[sourceName(links.dir, file)]))
    for (const place of links.folders.placesBelow(folder)) places.add(place);
}

async function eachOf(
  files: readonly string[],
  transform: (file: string) => Promise<Source[]>,
): Promise<Source[]> {
  return (await Promise.all(files.map(transform))).flat();
}

import type { BuildFailure } from "esbuild";
import { build, transform as compile } from "./esbuild.ts";
import { isShim, shimContents, shimDir } from "../stand-ins/index.ts";
import { compileError } from "./diagnostic.ts";
import type { Links } from "./links.ts";
import { transformModules } from "./modules.ts";
import { compilerOptions } from "./esbuild-options.ts";
import { type Format, interopDir, INTEROP, readSource, type Source, sourceName, stampOf } from "./source.ts";

/** So many at a time, so that one batch is taken over while the compiler has the next. */
const BATCH = 250;

/** Compiles each of `files` by itself. A broken one carries its error and leaves the others whole. */
export async function transform(files: readonly string[], links: Links): Promise<Source[]> {
  const shims = files.filter(isShim).map((name) => transformShim(name, links.outDir));
  const isData = (file: string): boolean => links.settings.isData?.(file) === true;
  const bytes = files.filter(isData).map(transformData);
  const json = files.filter((file) => isJson(file) && !isData(file));
  const data = json.map((file) => transformJson(file, links.dir));
  const real = files.filter((file) => !isShim(file) && !isJson(file) && !isData(file));
  const batches: Promise<Source[]>[] = [];
  for (let from = 0; from < real.length; from += BATCH)
    batches.push(transformBatch(real.slice(from, from + BATCH), links));
  return [...(await Promise.all(batches)).flat(), ...(await Promise.all([...shims, ...data, ...bytes]))];
}

async function transformBatch(files: readonly string[], links: Links): Promise<Source[]> {
  const isScript = (file: string): boolean => formatByName(file) === "cjs" || links.isScript(file);
  const scripts = files.filter(isScript);
  const modules = await transformGroups(
    files.filter((file) => !isScript(file)),
    "esm",
    links,
  );
  // CommonJS shows only once it is parsed; it is then compiled again, to be loaded by `require`.
  const commonjs = new Set(
    modules.filter(({ format, error }) => format === "cjs" && !error).map(({ file }) => file),
  );
  const rest = await transformGroups([...scripts, ...commonjs], "cjs", links);
  return [...modules.filter(({ file }) => !commonjs.has(file)), ...rest];
}

/** Compiles together the files for which the same is defined. */
async function transformGroups(files: readonly string[], format: Format, links: Links): Promise<Source[]> {
  const { settings } = links;
  const groups = new Map<string, { files: string[]; links: Links }>();
  const specials = await Promise.all(files.map(async (file) => settings.defineFor?.(file)));
  for (const [index, file] of files.entries()) {
    const special = specials[index];
    // Packages of the same repository have a tsconfig.json of their own, which the compiler finds.
    const isOwn = links.isOwn(file);
    const key = `${isOwn} ${JSON.stringify(special)}`;
    const define = { ...settings.define, ...special };
    const config = isOwn ? links.config : { files: [], options: undefined, aliases: [] };
    const group = groups.get(key) ?? {
      files: [],
      links: { ...links, config, settings: { ...settings, define } },
    };
    group.files.push(file);
    groups.set(key, group);
  }
  const compiled = await Promise.all(
    [...groups.values()].map((group) => transformModules(group.files, format, group.links)),
  );
  return compiled.flat();
}

/** What a source is taken for until it is compiled. */
export function formatByName(file: string): Format {
  return isShim(file) || /\.(?:json|cjs|cts)$/.test(file) ? "cjs" : "esm";
}

function isJson(file: string): boolean {
  return file.endsWith(".json");
}

/** JSON is a CommonJS module, so that `import` and `require` of it give one object. */
async function transformJson(file: string, dir: string): Promise<Source> {
  const base = { file, stamp: stampOf(file), format: "cjs" as const, map: "", imports: new Map() };
  try {
    const { code } = await compile(readSource(file), {
      loader: "json",
      format: "cjs",
      sourcefile: sourceName(dir, file),
      logLevel: "silent",
    });
    return { ...base, code };
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    if (message === undefined) throw error;
    return { ...base, code: "", error: compileError(message, file, dir) };
  }
}

/** A stand-in for a module of a framework is one module with all that it needs, so that a build stands by itself. */
async function transformShim(name: string, outDir: string): Promise<Source> {
  const [contents, resolveDir] = name === INTEROP ? interopText() : [shimContents(name), shimDir];
  const stdin = { contents, resolveDir, sourcefile: `${name}.js` };
  // What is vendored makes a `require` of its own place.
  const define = { "import.meta.url": "SHIM_URL" };
  const banner = { js: 'const SHIM_URL = require("node:url").pathToFileURL(__filename).href;' };
  const options = { ...compilerOptions(resolveDir, outDir), define, banner };
  const result = await build({ ...options, stdin, format: "cjs", sourcemap: false });
  const code = result.outputFiles?.[0]?.text ?? "";
  return { file: name, stamp: "", format: "cjs", code, map: "", imports: new Map() };
}

function interopText(): [contents: string, resolveDir: string] {
  return ['export { namespaceOf } from "./interop";', interopDir];
}

/** A file that is not a program, as a module: its bytes are the export `base64`. */
async function transformData(file: string): Promise<Source> {
  const base64 = readSource(file, "base64");
  return {
    file,
    stamp: stampOf(file),
    format: "cjs",
    map: "",
    imports: new Map(),
    code: `exports.base64 = "${base64}";`,
  };
}

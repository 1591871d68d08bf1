import { resolve } from "node:path";
import { type BuildFailure, type BuildResult, build, type Message } from "esbuild";
import { isShim } from "../next/modules.ts";
import { compileError } from "./diagnostic.ts";
import { transformJson } from "./json.ts";
import { decoratorMetadata } from "./metadata.ts";
import { compilerOptions } from "./options.ts";
import { isVirtual, type Links, resolver } from "./resolve.ts";
import { transformShim } from "./shim.ts";
import { type Format, type Source, stampOf } from "./source.ts";

/** Compiles each of `files` by itself. A broken one carries its error and leaves the others whole. */
export async function transform(files: readonly string[], links: Links): Promise<Source[]> {
  const shims = files.filter(isShim).map((name) => transformShim(name, links.outDir));
  const data = files.filter(isJson).map((file) => transformJson(file, links.dir));
  const real = files.filter((file) => !isShim(file) && !isJson(file));
  const modules = await transformFormat(
    real.filter((file) => formatByName(file) === "esm"),
    "esm",
    links,
  );
  // CommonJS shows only once it is parsed; it is then compiled again, to be loaded by `require`.
  const commonjs = new Set(
    modules.filter(({ format, error }) => format === "cjs" && !error).map(({ file }) => file),
  );
  const scripts = [...real.filter((file) => formatByName(file) === "cjs"), ...commonjs];
  const others = await transformFormat(scripts, "cjs", links);
  return [
    ...modules.filter(({ file }) => !commonjs.has(file)),
    ...others,
    ...(await Promise.all([...shims, ...data])),
  ];
}

/**
 * In a project of `"type": "module"` the compiler gives `import x from` the whole `module.exports`, as Node does;
 * Next gives what is behind `__esModule` there too.
 */
const NODE_INTEROP = /(__toESM\d*\(require_?\w*\([^()]*\)), 1\)/g;

/** What a source is taken for until it is compiled. */
export function formatByName(file: string): Format {
  return isShim(file) || /\.(?:json|cjs|cts)$/.test(file) ? "cjs" : "esm";
}

function isJson(file: string): boolean {
  return file.endsWith(".json");
}

async function transformFormat(files: readonly string[], format: Format, links: Links): Promise<Source[]> {
  if (files.length === 0) return [];
  const stamps = new Map(files.map((file) => [file, stampOf(file)]));
  const imports = new Map<string, Map<string, Format>>();
  const packages = new Map<string, Set<string>>();
  const entries = new Map(files.map((file, index) => [file, `${index}`]));
  const recording: Links = {
    ...links,
    link: (importer, file, kind) => entryOf(imports, importer, () => new Map()).set(file, kind),
    package: (importer, file) => entryOf(packages, importer, () => new Set()).add(file),
  };
  const metadata = decoratorMetadata(links.dir);
  const plugins = metadata ? [resolver(recording), metadata] : [resolver(recording)];
  const options = { ...compilerOptions(links.dir, links.outDir), format, plugins };
  const broken = new Map<string, Message>();
  let result: BuildResult | undefined;
  while (result === undefined && entries.size > 0) {
    const entryPoints = Object.fromEntries([...entries].map(([file, name]) => [name, file]));
    try {
      // oxlint-disable-next-line no-await-in-loop -- each pass leaves out the files that the one before found broken
      result = await build({ ...options, entryPoints, metafile: true });
    } catch (error) {
      const blamed = blame(error, entries, links.dir);
      if (blamed.size === 0) {
        // The error names none of the files: only one by one do they show whose it is.
        return (await Promise.all(files.map((file) => transformFormat([file], format, links)))).flat();
      }
      for (const [file, message] of blamed) broken.set(file, message);
      for (const file of blamed.keys()) entries.delete(file);
    }
  }
  const outputs = new Map(result?.outputFiles?.map((output) => [output.path, output]));
  const absolute = <T>(record: Record<string, T> = {}) =>
    new Map(Object.entries(record).map(([path, value]) => [resolve(links.dir, path), value]));
  const inputs = absolute(result?.metafile?.inputs);
  const contents = absolute(result?.metafile?.outputs);
  return files.map((file): Source => {
    const message = broken.get(file);
    const path = resolve(links.outDir, `${entries.get(file)}.js`);
    const names = Object.keys(contents.get(path)?.inputs ?? {}).filter((name) => !isVirtual(name));
    const parts = names.map((name) => resolve(links.dir, name)).filter((part) => part !== file);
    const all = [file, ...parts];
    const base = {
      file,
      stamp: stamps.get(file) ?? "",
      imports: new Map(all.flatMap((part) => [...(imports.get(part) ?? [])])),
      parts: new Map(parts.map((part) => [part, stampOf(part)])),
      packages: new Set(all.flatMap((part) => [...(packages.get(part) ?? [])])),
    };
    if (message) return { ...base, format, code: "", map: "", error: compileError(message, file) };
    const code = (outputs.get(path)?.text ?? "").replaceAll(NODE_INTEROP, "$1)");
    const map = outputs.get(`${path}.map`)?.text ?? "";
    return { ...base, format: format === "cjs" ? format : (inputs.get(file)?.format ?? format), code, map };
  });
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** Which of the entries the errors are about. */
function blame(error: unknown, entries: ReadonlyMap<string, string>, dir: string): Map<string, Message> {
  const messages = (error as Partial<BuildFailure>).errors;
  if (messages === undefined) throw error;
  const blamed = new Map<string, Message>();
  for (const message of messages) {
    const file = message.location && resolve(dir, message.location.file);
    if (file && entries.has(file) && !blamed.has(file)) blamed.set(file, message);
  }
  const [first] = messages;
  const [only] = entries.keys();
  if (blamed.size === 0 && entries.size === 1 && first && only) blamed.set(only, first);
  return blamed;
}

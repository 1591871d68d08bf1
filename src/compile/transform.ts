import { isShim } from "../stand-ins/next/modules.ts";
import { transformJson } from "./json.ts";
import type { Links } from "./links.ts";
import { transformModules } from "./modules.ts";
import { transformShim } from "./shim.ts";
import type { Format, Source } from "./source.ts";

/** So many at a time, so that one batch is taken over while the compiler has the next. */
const BATCH = 250;

/** Compiles each of `files` by itself. A broken one carries its error and leaves the others whole. */
export async function transform(files: readonly string[], links: Links): Promise<Source[]> {
  const shims = files.filter(isShim).map((name) => transformShim(name, links.outDir));
  const data = files.filter(isJson).map((file) => transformJson(file, links.dir));
  const real = files.filter((file) => !isShim(file) && !isJson(file));
  const batches: Promise<Source[]>[] = [];
  for (let from = 0; from < real.length; from += BATCH)
    batches.push(transformBatch(real.slice(from, from + BATCH), links));
  return [...(await Promise.all(batches)).flat(), ...(await Promise.all([...shims, ...data]))];
}

async function transformBatch(files: readonly string[], links: Links): Promise<Source[]> {
  const scripts = files.filter((file) => formatByName(file) === "cjs");
  const others = files.filter((file) => formatByName(file) === "esm");
  const modules = await transformGroups(others, "esm", links);
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
  for (const file of files) {
    const special = settings.defineFor?.(file);
    const key = special === undefined ? "" : JSON.stringify(special);
    const define = { ...settings.define, ...special };
    const group = groups.get(key) ?? { files: [], links: { ...links, settings: { ...settings, define } } };
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

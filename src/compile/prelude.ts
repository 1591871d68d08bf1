import { dirname } from "node:path";
import { RESOLVE_EXTENSIONS } from "./esbuild-options.ts";
import { type Source, specifier } from "./source.ts";

/** Paths are looked for from the source, packages from the output. */
const RESOLVE = {
  esm: resolveFunction("import.meta.resolve(name)"),
  cjs: resolveFunction("__pages_toUrl(require.resolve(name)).href"),
} as const;

/** What an ES module sees as `module` under a bundler. */
const MODULE = {
  esm: "__pages_module = { id: __pages_filename, filename: __pages_filename, path: __pages_dirname, exports: {}, children: [], paths: [], loaded: true }",
  cjs: "__pages_module = module",
} as const;

function resolveFunction(other: string): string {
  return `__pages_resolve = (name) => /^\\.{0,2}\\//.test(name) ? new URL(name, __pages_url).href : ${other}`;
}

/** What is in the first line of a compiled source: the names of its own that its code uses. */
export function prelude({ file, code, format }: Source, outDir: string): string {
  if (!/\brequire\b|__pages_\w+/.test(code)) return "";
  const from = JSON.stringify(specifier(outDir, file));
  const up = JSON.stringify(specifier(outDir, dirname(file)));
  const names = [
    `__pages_filename = __pages_path.resolve(__pages_here, ${from})`,
    `__pages_dirname = __pages_path.resolve(__pages_here, ${up})`,
    "__pages_url = __pages_toUrl(__pages_filename).href",
    ...(code.includes("__pages_resolve") ? [RESOLVE[format]] : []),
    ...(code.includes("__pages_outputs") ? ["__pages_outputs = __pages_toUrl(`${__pages_here}/`).href"] : []),
    ...(code.includes("__pages_module") ? [MODULE[format]] : []),
    ...(code.includes("__pages_context") ? [contextFunction()] : []),
    ...(code.includes("__pages_folder") ? [folderFunction()] : []),
  ].join(", ");
  if (format === "cjs") {
    return (
      'var __pages_path = require("node:path"), __pages_toUrl = require("node:url").pathToFileURL, ' +
      `__pages_here = __dirname, ${names}; require = require("node:module").createRequire(__pages_filename);`
    );
  }
  return (
    'import { createRequire as __pages_require } from "node:module"; import __pages_path from "node:path"; ' +
    'import { pathToFileURL as __pages_toUrl } from "node:url"; ' +
    `const __pages_here = import.meta.dirname, ${names}, require = __pages_require(__pages_filename);`
  );
}

/**
 * The function that finds the file of a pattern when the program runs: in one line, since it is put before a source.
 * `import()` of what there is not is rejected, not thrown.
 */
export function contextFunction(): string {
  const endings = ["", ...RESOLVE_EXTENSIONS, ...RESOLVE_EXTENSIONS.map((each) => `/index${each}`)];
  return [
    "__pages_context = (files, later) => function find(path) {",
    `const names = ${JSON.stringify(endings)}.map((ending) => String(path).replace(/\\/$/, "") + ending);`,
    "const load = files[names.find((name) => Object.hasOwn(files, name))];",
    "if (load) return later ? Promise.resolve().then(load) : load();",
    "const error = Object.assign(new Error(`Cannot find module '${path}'`), { code: \"MODULE_NOT_FOUND\" });",
    "Error.captureStackTrace(error, find); if (later) return Promise.reject(error); throw error; }",
  ].join(" ");
}

/** What `require.context` becomes, in one line: the modules of a folder by their names in it. */
export function folderFunction(): string {
  return [
    "__pages_folder = (files, others, id, later) => {",
    "const find = (key) => { const name = Object.hasOwn(others, key) ? others[key] : key;",
    "if (Object.hasOwn(files, name)) return files[name];",
    "throw Object.assign(new Error(`Cannot find module '${key}'`), { code: \"MODULE_NOT_FOUND\" }); };",
    "const load = async (key) => find(key)[0]();",
    "const context = (key) => later ? load(key) : find(key)[0]();",
    "return Object.assign(context, { keys: () => Object.keys(files), resolve: (key) => find(key)[1], import: load, id }); }",
  ].join(" ");
}

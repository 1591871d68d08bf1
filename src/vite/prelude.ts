import { specifier } from "../compile/source.ts";
import { contextFunction, folderFunction } from "../compile/prelude.ts";
import type { Bindings } from "../syntax/bindings.ts";
import { INTEROP_FILE } from "./packages.ts";

const RESERVED = /^(?:default|__esModule)$/;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What a module needs that it does not have in Vite. */
interface Scope {
  /** Of `require`, `__filename` and `__dirname`: those that are used, and not the module's own. */
  readonly names: ReadonlySet<string>;
  /** Of `place`, `self`, `context`, `folder` and `namespaceOf`: those that its rewriting uses. */
  readonly used: ReadonlySet<string>;
  /** What `require` gives, by the name that is asked for; other names are left to Node. */
  readonly required: ReadonlyMap<string, string>;
  readonly isCommonJs: boolean;
}

/**
 * The names that Node gives to a CommonJS module, and the place of its source, in one line.
 *
 * @param chunkDir where the chunks of a build go; `undefined` in development
 */
export function prelude(
  id: string,
  { names, used, required, isCommonJs }: Scope,
  chunkDir: string | undefined,
): string {
  const lines: string[] = [];
  if (isCommonJs || used.has("namespaceOf"))
    lines.push(`import { namespaceOf as __pages_namespaceOf } from ${JSON.stringify(INTEROP_FILE)};`);
  const needsRequire = names.has("require");
  if (names.size > 0 || used.has("place") || used.has("self")) lines.push(placeOf(id, chunkDir));
  if (names.has("__filename")) lines.push("const __filename = __pages_filename;");
  if (names.has("__dirname")) lines.push("const __dirname = __pages_dirname;");
  if (needsRequire) lines.push(requireOf(required));
  if (used.has("self")) lines.push(SELF);
  if (used.has("context")) lines.push(`const ${contextFunction()};`);
  if (used.has("folder")) lines.push(`const ${folderFunction()};`);
  if (isCommonJs) lines.push("const module = { exports: {} }; let exports = module.exports;");
  return lines.join(" ");
}

/** What an ES module sees as `module` under a bundler. */
const SELF =
  "const __pages_self = { id: __pages_filename, filename: __pages_filename, path: __pages_dirname, exports: {}, children: [], paths: [], loaded: true };";

/** A build is moved as a whole: its chunks find the sources, or what is left beside them, from where they are. */
function placeOf(id: string, chunkDir: string | undefined): string {
  const path =
    chunkDir === undefined
      ? "import.meta.filename"
      : `__pages_path.resolve(import.meta.dirname, ${JSON.stringify(specifier(chunkDir, id))})`;
  return [
    'import __pages_path from "node:path"; import { pathToFileURL as __pages_toUrl } from "node:url";',
    `const __pages_filename = ${path}, __pages_dirname = __pages_path.dirname(__pages_filename),`,
    "__pages_url = __pages_toUrl(__pages_filename).href;",
  ].join(" ");
}

/** What modules of routes get in place of a global, where their convention has made it: by name, an expression. */
const GLOBALS: Readonly<Record<string, string>> = {
  Response: "globalThis.__pages_api_Response ?? globalThis.Response",
  // Asked for at each call: tests may have put another one there.
  fetch: "(...given) => (globalThis.pagesApiFetch ?? globalThis.fetch)(...given)",
};

/**
 * Declares them in a module that uses them: a fast Response, the fetch that is cached, and those of the edge runtime.
 *
 * @param define what is defined in the module
 */
export function ownGlobals(
  { isFree }: Pick<Bindings, "isFree">,
  define: Readonly<Record<string, string>>,
): string {
  const used = Object.entries({ ...define, ...GLOBALS }).filter(([name]) => NAME.test(name) && isFree(name));
  return used.map(([name, own]) => `const ${name} = ${own}; `).join("");
}

function requireOf(required: ReadonlyMap<string, string>): string {
  const imports = [...required.values()].map(
    (target, index) => `import * as __pages_${index} from ${JSON.stringify(target)};`,
  );
  const entries = [...required.keys()].map(
    (name, index) => `${JSON.stringify(name)}: () => __pages_${index}`,
  );
  return [
    'import { createRequire as __pages_create } from "node:module";',
    ...imports,
    `const __pages_required = { __proto__: null, ${entries.join(", ")} }, __pages_node = __pages_create(__pages_url),`,
    '__pages_given = (name, all) => "__pages_module" in all ? all.__pages_module.exports : /\\.json$/.test(name) ? all.default : all,',
    "require = Object.assign((name) => {",
    "const find = __pages_required[name]; if (find === undefined) return __pages_node(name); const found = find();",
    // In a circle, the bundler makes the namespace after this module has run.
    "if (found === undefined) return new Proxy({}, { get: (_, key) => __pages_given(name, find() ?? {})[key] });",
    "return __pages_given(name, found); },",
    "__pages_node);",
  ].join(" ");
}

/** The exports as bundlers see them. */
export function epilogue(members: Iterable<string>): string {
  const names = new Set([...members, "config"].filter((name) => NAME.test(name) && !RESERVED.test(name)));
  const values = [...names].map((name, index) => `__pages_export${index} = __pages_all.${name}`);
  const exported = [...names].map((name, index) => `__pages_export${index} as ${name}`);
  return [
    "\nconst __pages_all = __pages_namespaceOf(module.exports), __pages_default = __pages_all.default,",
    `${values.join(", ")};`,
    `export { __pages_default as default, module as __pages_module, ${exported.join(", ")} };`,
  ].join(" ");
}

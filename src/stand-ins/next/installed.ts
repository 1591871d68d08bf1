import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
const requireOwn = createRequire(import.meta.url);

/** What packages import of Next at run time, and what needs Next's own server. */
const MODULES = ["server", "headers", "navigation", "cache"] as const;

/**
 * Gives packages this package's modules where they import those of a Next that is installed, so that routes and
 * packages share one instance: Next's own know nothing of a request here. Node finds them in its cache of CommonJS
 * modules, which serves `import` too; they are loaded when something asks for them. `server-only` throws outside of
 * Next's build, and is made empty.
 *
 * @param dir - the project (absolute)
 */
export function replaceInstalled(dir: string): void {
  const require = createRequire(join(dir, "_"));
  put(require, "server-only", () => ({}));
  const manifest = resolved(require, "next/package.json");
  if (manifest === undefined || nameIn(manifest) !== "next") return;
  for (const name of MODULES) put(require, `next/${name}.js`, () => instanceOf(name));
}

/** The one instance of a stand-in in this process, whoever loads it first: `sharedText` has the same for routes. */
function instanceOf(name: string): unknown {
  const globals = globalThis as { [slot: symbol]: unknown };
  const file = join(dirname(self), `${name}${extname(self)}`);
  return (globals[Symbol.for(`pages-api:next/${name}`)] ??= requireOwn(file));
}

function put(require: NodeJS.Require, specifier: string, load: () => unknown): void {
  const file = resolved(require, specifier);
  // Node's own module may be built in, or a file that is not there.
  if (file === undefined || !file.endsWith(".js") || kReplaced in (require.cache[file] ?? {})) return;
  const module = new Module(file);
  module.filename = file;
  module.paths = createRequire(file).resolve.paths("x") ?? [];
  module.loaded = true;
  Object.defineProperty(module, "exports", { get: load, configurable: true });
  Object.defineProperty(module, kReplaced, { value: true });
  require.cache[file] = module;
}

const kReplaced = Symbol.for("pages-api.replaced");

function resolved(require: NodeJS.Require, specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

function nameIn(manifest: string): unknown {
  return (JSON.parse(readFileSync(manifest, "utf8")) as { name?: unknown }).name;
}

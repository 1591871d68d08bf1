import type { BuildOptions } from "esbuild";
import type { TsConfig } from "../project/tsconfig.ts";
import type { CompileSettings } from "./settings.ts";

/** In the order in which an import without an extension finds a file. */
export const RESOLVE_EXTENSIONS = [".tsx", ".ts", ".jsx", ".js", ".mjs", ".cjs", ".json"];

/** The names that take the place of those which must speak of the source, not of the output: see `prelude.ts`. */
const SOURCE_NAMES = {
  __filename: "__pages_filename",
  __dirname: "__pages_dirname",
  "import.meta.url": "__pages_url",
  "import.meta.filename": "__pages_filename",
  "import.meta.dirname": "__pages_dirname",
  "import.meta.resolve": "__pages_resolve",
} as const;

/** What the compiler ignores: styles are for pages. */
const STYLES = { ".css": "empty", ".scss": "empty", ".sass": "empty" } as const;
const STYLE = /\.(?:css|scss|sass)$/;
const LOADED = /\.(?:[cm]?[jt]sx?|json|css|scss|sass|node)$/;

/** Whether a file can be imported at all. */
export function isModule(file: string): boolean {
  return LOADED.test(file);
}

/** Whether a file is a style sheet, of which an import gets an empty object. */
export function isStyle(file: string): boolean {
  return STYLE.test(file);
}

/**
 * The compiler settings that every source shares.
 *
 * @param config the project's tsconfig.json, which counts for all files, as under Next; default: nothing. One that
 *   cannot be read is left to the compiler, which says what is wrong with it
 */
export function compilerOptions(
  dir: string,
  outDir: string,
  { define }: CompileSettings = {},
  { options }: Pick<TsConfig, "options"> = { options: {} },
): BuildOptions {
  return {
    ...(options !== undefined && { tsconfigRaw: JSON.stringify({ compilerOptions: options }) }),
    absWorkingDir: dir,
    outdir: outDir,
    bundle: true,
    write: false,
    platform: "node",
    target: "node20.19",
    charset: "utf8",
    jsx: "automatic",
    loader: { ".js": "jsx", ...STYLES },
    resolveExtensions: RESOLVE_EXTENSIONS,
    mainFields: ["main", "module"],
    conditions: ["module-sync", "node-addons"],
    define: { ...define, ...SOURCE_NAMES },
    ignoreAnnotations: true,
    logLevel: "silent",
    logLimit: 0,
    sourcemap: "external",
    sourcesContent: false,
  };
}

import type { BuildOptions } from "esbuild";
import { SOURCE_NAMES } from "./output.ts";
import type { CompileSettings } from "./settings.ts";

/** In the order in which an import without an extension finds a file. */
export const RESOLVE_EXTENSIONS = [".tsx", ".ts", ".jsx", ".js", ".mjs", ".cjs", ".json"];

/** What the compiler makes nothing of: styles are for pages. */
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

/** The compiler settings that every source shares; the rest is the project's tsconfig.json. */
export function compilerOptions(dir: string, outDir: string, { define }: CompileSettings = {}): BuildOptions {
  return {
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
    mainFields: ["main"],
    conditions: ["module-sync", "node-addons"],
    define: { ...define, ...SOURCE_NAMES },
    ignoreAnnotations: true,
    logLevel: "silent",
    logLimit: 0,
    sourcemap: "external",
    sourcesContent: false,
  };
}

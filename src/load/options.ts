import type { BuildOptions } from "esbuild";
import { SOURCE_NAMES } from "./output.ts";

/** The compiler settings that every source shares; the rest is the project's tsconfig.json. */
export function compilerOptions(dir: string, outDir: string): BuildOptions {
  return {
    absWorkingDir: dir,
    outdir: outDir,
    bundle: true,
    write: false,
    platform: "node",
    target: "node20.19",
    charset: "utf8",
    jsx: "automatic",
    loader: { ".js": "jsx", ".css": "empty" },
    resolveExtensions: [".tsx", ".ts", ".jsx", ".js", ".mjs", ".cjs", ".json"],
    mainFields: ["main"],
    conditions: ["module-sync", "node-addons"],
    define: SOURCE_NAMES,
    ignoreAnnotations: true,
    logLevel: "silent",
    logLimit: 0,
    sourcemap: "external",
    sourcesContent: false,
  };
}

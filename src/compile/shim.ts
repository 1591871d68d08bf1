import { build } from "esbuild";
import { shimContents, shimDir } from "../stand-ins/next/modules.ts";
import { compilerOptions } from "./options.ts";
import type { Source } from "./source.ts";

/** A stand-in for a module of Next is one module with all that it needs, so that a build stands by itself. */
export async function transformShim(name: string, outDir: string): Promise<Source> {
  const stdin = { contents: shimContents(name), resolveDir: shimDir, sourcefile: `${name}.js` };
  // What is vendored makes a `require` of its own place.
  const define = { "import.meta.url": "SHIM_URL" };
  const banner = { js: 'const SHIM_URL = require("node:url").pathToFileURL(__filename).href;' };
  const options = { ...compilerOptions(shimDir, outDir), define, banner, tsconfigRaw: {} };
  const result = await build({ ...options, stdin, format: "cjs", sourcemap: false });
  const code = result.outputFiles?.[0]?.text ?? "";
  return { file: name, stamp: "", format: "cjs", code, map: "", imports: new Map() };
}

import { readFile } from "node:fs/promises";
import { type BuildFailure, transform } from "esbuild";
import { compileError } from "./diagnostic.ts";
import { type Source, sourceName, stampOf } from "./source.ts";

/** JSON is a CommonJS module, so that `import` and `require` of it give one object. */
export async function transformJson(file: string, dir: string): Promise<Source> {
  const base = { file, stamp: stampOf(file), format: "cjs" as const, map: "", imports: new Map() };
  try {
    const sourcefile = sourceName(dir, file);
    const { code } = await transform(await readFile(file, "utf8"), {
      loader: "json",
      format: "cjs",
      sourcefile,
      logLevel: "silent",
    });
    return { ...base, code };
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    if (message === undefined) throw error;
    return { ...base, code: "", error: compileError(message, file, dir) };
  }
}

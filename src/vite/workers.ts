import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { Rollup } from "vite";
import { type Compiler, createCompiler } from "../compile/compiler.ts";
import { digest } from "../compile/source.ts";
import { chunkName, CHUNKS } from "./environment.ts";

type Context = Pick<Rollup.TransformPluginContext, "addWatchFile" | "emitFile" | "error">;

/** The workers that routes start: `new Worker(new URL("./job.ts", import.meta.url))`. */
export class Workers {
  readonly #dir: string;
  #compiler: Compiler | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * The URL of a worker's module, as arguments of `new URL`. A build makes a chunk of it; in development a worker is outside of
   * Vite, and is compiled by itself.
   *
   * @param file absolute
   */
  async urlOf(file: string, context: Context, isBuild: boolean): Promise<string> {
    if (isBuild) {
      const hash = digest(relative(this.#dir, file), await readFile(file, "utf8"));
      const name = `${chunkName(relative(this.#dir, file))}.${hash}.mjs`;
      context.emitFile({ type: "chunk", id: file, fileName: `${CHUNKS}/${name}` });
      // Vite takes a file's URL for one of the client. All chunks are in one folder.
      return `${JSON.stringify(`./${name}`)}, import.meta.url`;
    }
    this.#compiler ??= createCompiler({ dir: this.#dir });
    const { routes, inputs } = await this.#compiler.compile([file]);
    for (const input of inputs) context.addWatchFile(input);
    const { url, error } = routes.get(file) ?? {};
    if (error !== undefined) context.error(error.message);
    return JSON.stringify(url);
  }

  async close(): Promise<void> {
    const compiler = this.#compiler;
    this.#compiler = undefined;
    await compiler?.dispose();
  }
}

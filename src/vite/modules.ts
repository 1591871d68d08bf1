import type { Alias } from "../project/tsconfig.ts";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import type { CompileSettings } from "../compile/settings.ts";
import { realPath } from "../compile/source.ts";
import { shimDir } from "../stand-ins/index.ts";
import type { Node } from "../syntax/node.ts";
import { API, type Build } from "./environment.ts";
import { Packages, shimId, shimSource } from "./packages.ts";
import { fileOf } from "./resolve.ts";
import { rewrite } from "./rewrite.ts";
import { Workers } from "./workers.ts";

/** The folder of this package's modules, which are written for Vite as they are. */
const OWN = `${realPath(join(shimDir, "../.."))}/`;
const SOURCE = /\.[cm]?[jt]sx?$/;
/** What a source has that there is something to do about. A hint: the tree decides. */
const HINT = /\b(?:import|require|module|exports?|__filename|__dirname|Response|fetch)\b/;

/**
 * What route files may count on elsewhere, and Vite does not give to modules of a server: CommonJS, `require` and
 * `__dirname`, the exports of packages in CommonJS, workers, imports by a pattern, and stand-ins for the modules of a framework.
 *
 * @param dir gives the project's folder
 * @param build gives `undefined` in development
 * @param settings gives what the conventions of the project want
 * @param aliases gives those of tsconfig.json
 */
export function modulesPlugin(
  dir: () => string,
  build: () => Build | undefined,
  settings: () => CompileSettings,
  aliases: () => Promise<readonly Alias[]>,
): Plugin {
  let packages: Packages | undefined;
  let workers: Workers | undefined;
  return {
    name: "pages-api:modules",
    applyToEnvironment: ({ name }) => name === API,
    resolveId(source, importer, options) {
      const from = packages?.interop(importer);
      // No file is there, from which Vite could look for it.
      if (from?.name === source) return this.resolve(source, from.importer, { ...options, skipSelf: true });
      return shimId(source) ?? (packages?.interop(source) === undefined ? undefined : source);
    },
    load: {
      // Before Vite itself, which copies images and gives their URL.
      order: "pre",
      async handler(id) {
        if (build()?.isData(id) === true) {
          return `export const base64 = ${JSON.stringify(await readFile(id, "base64"))};`;
        }
        return packages?.source(id) ?? shimSource(id);
      },
    },
    async transform(code, given) {
      const id = fileOf(given);
      if (!isSource(id) || packages?.interop(id) !== undefined) return undefined;
      const wanted = settings();
      const define = await definesFor(id, wanted);
      if (!HINT.test(code) && !Object.keys(define).some((name) => code.includes(name))) return undefined;
      packages ??= new Packages(dir(), build() !== undefined);
      workers ??= new Workers(dir());
      const program = this.parse(code) as unknown as Node;
      const chunkDir = build()?.chunkDir;
      const project = {
        dir: dir(),
        aliases: await aliases(),
        chunkDir,
        packages,
        workers,
        settings: wanted,
        define,
      };
      return rewrite(this, { code, id, program }, project);
    },
    async buildEnd() {
      await workers?.close();
    },
  };
}

/** Whether a module is one of the project's, and not of a package. */
function isSource(id: string): boolean {
  return SOURCE.test(id) && !id.includes("/node_modules/") && !id.startsWith(OWN);
}

async function definesFor(
  id: string,
  { define, defineFor }: CompileSettings,
): Promise<Readonly<Record<string, string>>> {
  // Vite's own modules are not files.
  const special = existsSync(id) ? await defineFor?.(id) : undefined;
  return { ...define, ...special };
}

import { createCompiler } from "../compile/compiler.ts";
import { type EnvMode, loadEnv } from "./env.ts";
import { type Loader, loadedOf } from "./loaded.ts";

/** Compiles files as they are needed, with the environment that the project's `.env` files make. */
export function compilingLoader(dir: string, mode: EnvMode): Loader {
  const compiler = createCompiler({ dir });
  const reported = new Set<string>();
  return {
    configure: (settings) => compiler.configure(settings),
    async load(files) {
      const { values, candidates } = loadEnv({ dir, mode });
      // Modules that have read a variable keep its value: another environment needs other modules.
      const { routes, inputs, warnings } = await compiler.compile(files, JSON.stringify(values));
      const news = warnings.filter((warning) => !reported.has(warning));
      for (const warning of news) reported.add(warning);
      return loadedOf(dir, routes, new Set([...inputs, ...candidates]), news);
    },
    dispose: () => compiler.dispose(),
  };
}

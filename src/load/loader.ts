import { relative, sep } from "node:path";
import { type Compiler, createCompiler } from "./compile.ts";
import { importRoute } from "./import.ts";

/** Makes route files ready to be imported. */
export interface Loader {
  /** Looks at these files (absolute paths) and all that they import, as they are now. */
  load(files: readonly string[]): Promise<Loaded>;
  dispose(): Promise<void>;
}

/** Route files that are ready. A file that fails, fails alone, when it is imported. */
export interface Loaded {
  import(file: string): Promise<unknown>;
  /** Stays the same for as long as the file and all that it imports do; `undefined` for a broken file. */
  version(file: string): string | undefined;
}

/** Compiles files as they are needed. */
export function compilingLoader(dir: string, compiler: Compiler = createCompiler({ dir })): Loader {
  return {
    async load(files) {
      const { routes } = await compiler.compile(files);
      return {
        version: (file) => routes.get(file)?.url,
        async import(file) {
          const route = routes.get(file);
          if (route?.url === undefined) throw route?.error ?? new Error(`${file} was not compiled`);
          return importRoute(route.url, relative(dir, file).replaceAll(sep, "/"));
        },
      };
    },
    dispose: () => compiler.dispose(),
  };
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Compilation, type Compiler, createCompiler } from "../../src/compile/compiler.ts";
import { importRoute, type RouteNamespace } from "../../src/project/import.ts";

/** A project in a temporary folder, compiled and imported as the server does. */
export interface Project {
  readonly dir: string;
  readonly compiler: Compiler;
  path(file: string): string;
  write(files: Readonly<Record<string, string>>): void;
  remove(file: string): void;
  compile(...files: string[]): Promise<Compilation>;
  /** Compiles and imports one route; a `file` that is broken makes it throw. */
  load(file: string): Promise<RouteNamespace>;
  /** What the default export of a route returns. */
  call(file: string): Promise<unknown>;
}

/** Writes the files, with a node_modules folder so that the compiled modules stay out of the test runner's hands. */
export function project(files: Readonly<Record<string, string>>): Project {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "pages-api-")));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, "node_modules"));
  const compiler = createCompiler({ dir });
  const self: Project = {
    dir,
    compiler,
    path: (file) => join(dir, file),
    write(texts) {
      for (const [file, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(dir, file)), { recursive: true });
        writeFileSync(join(dir, file), text);
      }
    },
    remove: (file) => rmSync(join(dir, file), { recursive: true }),
    compile: (...routes) => compiler.compile(routes.map((file) => join(dir, file))),
    async load(file) {
      const route = (await self.compile(file)).routes.get(join(dir, file));
      if (route?.url === undefined) throw route?.error ?? new Error(`${file} was not compiled`);
      return importRoute(route.url, file);
    },
    async call(file) {
      const { default: handler } = await self.load(file);
      return (handler as () => unknown)();
    },
  };
  self.write({ "package.json": "{}", ...files });
  return self;
}

/** The URLs of compiled routes, in order; undefined for a broken one. */
export async function urlsOf(tree: Project, ...files: string[]): Promise<(string | undefined)[]> {
  const { routes } = await tree.compile(...files);
  return files.map((file) => routes.get(tree.path(file))?.url);
}

/** What the default export of a compiled route returns. */
export async function callUrl(url: string | undefined): Promise<unknown> {
  const { default: handler } = await importRoute(url ?? "", "route");
  return (handler as () => unknown)();
}

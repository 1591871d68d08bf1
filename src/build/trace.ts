import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, parse, resolve as resolvePath } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { nodeFileTrace, NodeFileTraceReasons, resolve } from "@vercel/nft";
import { realPath } from "../compile/source.ts";
import { readableChunk } from "./chunk.ts";

/** `@vercel/nft`, which is too large to come along with this package. */
export interface Tracer {
  readonly nodeFileTrace: typeof nodeFileTrace;
  readonly resolve: typeof resolve;
}

type Job = Parameters<Tracer["resolve"]>[2];

/** The folder of this package's compiled modules. */
export const SELF = realPath(resolvePath(dirname(fileURLToPath(import.meta.url)), ".."));
/**
 * Loaded in development, or to compile: a build runs without them, and they are the larger part. `exports` is for a
 * middleware that does not load; without it, every path is guarded.
 */
const UNUSED = new Set(["config-place", "error-report", "exports", "sources"]);
/** Node's own, beside `import` and `require`. */
const CONDITIONS = ["node", "node-addons"];
const CODE = /\.[cm]?[jt]sx?$/;

/** @throws when `@vercel/nft` is neither beside this package nor in the project */
export async function importTracer(dir: string): Promise<Tracer> {
  try {
    return await import("@vercel/nft");
  } catch {
    const file = createRequire(join(dir, "_")).resolve("@vercel/nft");
    const module = (await import(pathToFileURL(file).href)) as Tracer & { default?: Tracer };
    return module.default ?? module;
  }
}

/**
 * Follows what compiled modules and a program import, and the files that they read from `__dirname`,
 * `import.meta.url` and the working directory, as far as their text shows.
 *
 * @param options.dir the project, real; the working directory when it runs
 * @param options.program a file of this package, which serves the build
 * @param options.sources what the chunks were compiled from: needed where one is also read, or runs by itself
 * @param options.isOutput whether a file was written by a build, and needs no tracing
 * @returns files and symbolic links, absolute
 */
export async function traceModules(
  tracer: Tracer,
  options: {
    readonly dir: string;
    readonly chunks: readonly string[];
    readonly sources: ReadonlySet<string>;
    readonly program: string;
    readonly isOutput: (file: string) => boolean;
  },
): Promise<string[]> {
  const { dir, program, sources, isOutput } = options;
  const chunks = new Set(options.chunks);
  const { root } = parse(dir);
  const roots = [...chunks, program, ...requiredLate()];
  const own = ownImports();
  const sourceOf = new Map<string, string>();

  async function readChunk(file: string): Promise<string> {
    const { text, source } = readableChunk(await readFile(file, "utf8"), file);
    if (source !== undefined) sourceOf.set(file, source);
    return text;
  }

  const { fileList, reasons } = await tracer.nodeFileTrace(roots, {
    base: root,
    processCwd: dir,
    mixedModules: true,
    conditions: CONDITIONS,
    ignore: (path) => {
      const file = join(root, path);
      return isOutput(file) && !chunks.has(file);
    },
    readFile: async (file) =>
      own.get(file) ?? (chunks.has(file) ? readChunk(file) : readFile(file)).catch(() => null),
    resolve: resolverOf(tracer, sourceOf),
  });
  const needed = reachable(roots, {
    childrenOf: childrenIn(reasons, root),
    // A chunk names its source to find what is beside it.
    isOwn: (chunk, file) => sourceOf.get(chunk) === file && CODE.test(file) && sources.has(file),
  });
  return [...fileList]
    .map((file) => join(root, file))
    .filter((file) => needed.has(file) && !chunks.has(file));
}

/** Resolves what a chunk imports as its source would. */
function resolverOf(tracer: Tracer, sourceOf: ReadonlyMap<string, string>): Tracer["resolve"] {
  return async (id, parent, job, cjs) => {
    if (parent.startsWith(SELF) && UNUSED.has(chunkName(id))) return [];
    const source = sourceOf.get(parent);
    if (source === undefined) return find(id, parent, job, cjs);
    // Its `require` looks from the source, its imports from the chunk, and the tracer does not say which it is.
    const kinds = [true, false];
    const found = await Promise.allSettled(
      [source, parent].flatMap((from) => kinds.map((kind) => find(id, from, job, kind))),
    );
    const files = found.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
    if (files.length === 0) throw (found[0] as PromiseRejectedResult).reason;
    return [...new Set(files)];
  };

  async function find(id: string, parent: string, job: Job, cjs?: boolean): Promise<string[]> {
    // Which of the two Node takes depends on its version.
    const jobs = [job, Object.create(job, { conditions: { value: [...CONDITIONS, "module-sync"] } }) as Job];
    const found = await Promise.all(jobs.map((each) => tracer.resolve(id, parent, each, cjs)));
    return [...new Set(found.flat())];
  }
}

/** The imports of each module of this package, in place of its text: to parse that takes most of the time of a build. */
function ownImports(): ReadonlyMap<string, string> {
  const list = join(SELF, "imports.json");
  if (!existsSync(list)) return new Map();
  const modules = JSON.parse(readFileSync(list, "utf8")) as Record<string, readonly string[]>;
  return new Map(
    Object.entries(modules).map(([file, imports]) => {
      const statement = (path: string): string =>
        file.endsWith(".cjs") ? `require(${JSON.stringify(path)});\n` : `import ${JSON.stringify(path)};\n`;
      return [join(SELF, file), imports.map(statement).join("")];
    }),
  );
}

/** Packages that are required when something asks for them: the tracer does not see each `createRequire` of a chunk. */
function requiredLate(): string[] {
  const folder = join(SELF, "vendor");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.endsWith(".cjs")).map((name) => join(folder, name));
}

/** The module that a chunk of this package, such as `./sources-NN2GMYFD.js`, begins with. */
function chunkName(id: string): string {
  return id.slice("./".length, id.lastIndexOf("-"));
}

function childrenIn(reasons: NodeFileTraceReasons, root: string): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [file, { parents }] of reasons) {
    for (const parent of parents) {
      const path = resolvePath(root, parent);
      const known = children.get(path);
      if (known === undefined) children.set(path, [join(root, file)]);
      else known.push(join(root, file));
    }
  }
  return children;
}

function reachable(
  roots: readonly string[],
  {
    childrenOf,
    isOwn,
  }: {
    readonly childrenOf: ReadonlyMap<string, readonly string[]>;
    readonly isOwn: (chunk: string, file: string) => boolean;
  },
): ReadonlySet<string> {
  const found = new Set(roots);
  for (const file of found)
    for (const child of childrenOf.get(file) ?? []) if (!isOwn(file, child)) found.add(child);
  return found;
}

import { isAbsolute } from "node:path";
import type { Rollup } from "vite";
import { type BuildManifest, hashOfFile, MANIFEST_VERSION } from "../project/manifest.ts";
import { realPath, relativePath } from "../compile/source.ts";
import { shimDir } from "../stand-ins/index.ts";
import type { Build } from "./environment.ts";
import { isOwnModule } from "./packages.ts";

/** What `readBuild` needs to know of the chunks that Vite has made of the routes. */
export function manifestOf(bundle: Rollup.OutputBundle, { dir, files, patterns }: Build): BuildManifest {
  const root = realPath(dir);
  const routes: Record<string, { chunk: string }> = {};
  const inputs = new Set<string>();
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== "chunk" || !chunk.isEntry || !files.includes(chunk.facadeModuleId ?? "")) continue;
    for (const source of sourcesOf(chunk, bundle)) inputs.add(source);
    routes[relativePath(root, chunk.facadeModuleId!)] = { chunk: chunk.fileName };
  }
  return {
    version: MANIFEST_VERSION,
    command: "vite build",
    routes: sorted(routes),
    patterns,
    inputs: sorted(
      Object.fromEntries([...inputs].map((file) => [relativePath(root, file), hashOfFile(file)])),
    ),
    packages: [],
  };
}

/** The project's files in a chunk and in all that it imports, near or far. */
function sourcesOf(entry: Rollup.OutputChunk, bundle: Rollup.OutputBundle): Set<string> {
  const sources = new Set<string>();
  const chunks = new Set([entry]);
  for (const chunk of chunks) {
    for (const id of chunk.moduleIds) if (isSource(id)) sources.add(id);
    for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
      const imported = bundle[name];
      if (imported?.type === "chunk") chunks.add(imported);
    }
  }
  return sources;
}

/** Neither a package's file nor one that stands for no file. */
function isSource(id: string): boolean {
  return (
    isAbsolute(id) &&
    !id.includes("?") &&
    !id.includes("/node_modules/") &&
    !id.startsWith(shimDir) &&
    !isOwnModule(id)
  );
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

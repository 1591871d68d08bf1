import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RouteError } from "../error.ts";
import { type BuildManifest, defaultBuildDir, MANIFEST, MANIFEST_VERSION, relativePath } from "./built.ts";
import { createCompiler } from "./compile.ts";
import { realPath } from "./source.ts";

export interface BuildResult {
  readonly outDir: string;
  /** One for each broken file, however many routes need it; when there are any, nothing has been written. */
  readonly errors: readonly RouteError[];
  readonly routes: number;
}

const CHUNKS = "chunks";

/**
 * Compiles the route files (absolute) of a project into a folder that `readBuild` serves without the compiler.
 * The folder is replaced as a whole, and stays as it was when a file is broken.
 */
export async function writeBuild(options: {
  readonly dir: string;
  readonly files: readonly string[];
  readonly outDir?: string | undefined;
  /** What the manifest says beside the routes. */
  readonly notes?: Pick<BuildManifest, "command" | "pageExtensions">;
  /** Only tell the errors. */
  readonly dryRun?: boolean;
}): Promise<BuildResult> {
  const { files } = options;
  const dir = realPath(options.dir);
  const outDir = resolve(dir, options.outDir ?? defaultBuildDir(dir));
  const draft = join(dirname(outDir), `${basename(outDir)}-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  const compiler = createCompiler({ dir, outDir: join(outDir, CHUNKS), draftDir: join(draft, CHUNKS) });
  try {
    const { routes, errors, inputs, packages } = await compiler.compile(files);
    if (errors.length > 0 || options.dryRun === true) return { outDir, errors: sorted(errors), routes: 0 };
    const manifest: BuildManifest = {
      version: MANIFEST_VERSION,
      ...options.notes,
      routes: Object.fromEntries(
        [...routes].map(([file, { url = "" }]) => [
          relativePath(options.dir, file),
          { chunk: `${CHUNKS}/${basename(fileURLToPath(url))}` },
        ]),
      ),
      packages: [...packages].map((file) => relativePath(dir, file)).toSorted(),
      inputs: Object.fromEntries([...inputs].map((file) => [relativePath(dir, file), hashOf(file)])),
    };
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
    rmSync(outDir, { recursive: true, force: true });
    renameSync(draft, outDir);
    return { outDir, errors: [], routes: routes.size };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    await compiler.dispose();
  }
}

/** As a list of files is read. */
function sorted(errors: readonly RouteError[]): RouteError[] {
  return errors.toSorted((a, b) => (a.message < b.message ? -1 : 1));
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

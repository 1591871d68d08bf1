import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RouteError } from "../error.ts";
import {
  type BuildManifest,
  defaultBuildDir,
  hashOfFile,
  MANIFEST,
  MANIFEST_VERSION,
  readManifest,
} from "../project/manifest.ts";
import { type PackageFault, packageFaults } from "../compile/dependencies.ts";
import { type Compilation, createCompiler } from "../compile/compiler.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { realPath, relativePath } from "../compile/source.ts";

export interface BuildResult {
  readonly outDir: string;
  /** One for each broken file, however many routes need it; when there are any, nothing has been written. */
  readonly errors: readonly RouteError[];
  /** What makes a package, and the routes that import it, fail at the first request. */
  readonly faults: readonly PackageFault[];
  /** What is otherwise in its sources than their authors may think. */
  readonly warnings: readonly string[];
  readonly routes: number;
  /** The size of what was written. */
  readonly bytes: number;
}

/** What was added to the draft of a build. */
interface Completion {
  readonly errors: readonly RouteError[];
  /** Puts it into the build itself. */
  takeOver(): void;
}

const CHUNKS = "chunks";

export interface BuildOptions {
  readonly dir: string;
  readonly files: readonly string[];
  readonly outDir?: string | undefined;
  readonly settings?: CompileSettings;
  /** What the manifest says beside the routes. */
  readonly notes?: Pick<BuildManifest, "command" | "conventions" | "pageExtensions" | "patterns">;
  /** Only report the errors. */
  readonly dryRun?: boolean;
  /** Adds to the draft of the build, before it takes the place of the one before; with errors of this, it does not. */
  readonly complete?: ((draft: string) => Promise<Completion>) | undefined;
}

/**
 * Compiles the route files (absolute) of a project into a folder that `readBuild` serves without the compiler. The
 * folder stays as it was when a file is broken. A server of the build before goes on: its modules stay until the next.
 */
export async function writeBuild(options: BuildOptions): Promise<BuildResult> {
  const dir = realPath(options.dir);
  const outDir = resolve(dir, options.outDir ?? defaultBuildDir(dir));
  removeDrafts(outDir);
  const draft = draftOf(outDir, process.pid);
  const compiler = createCompiler({ dir, outDir: join(outDir, CHUNKS), draftDir: join(draft, CHUNKS) });
  compiler.configure(options.settings ?? {});
  try {
    const compiled = await compiler.compile(options.files);
    const { routes, errors, packages, warnings } = compiled;
    if (errors.length > 0 || options.dryRun === true) {
      return { outDir, errors: sorted(errors), faults: [], warnings, routes: 0, bytes: 0 };
    }
    mkdirSync(join(draft, CHUNKS), { recursive: true });
    const chunks = readdirSync(join(draft, CHUNKS)).toSorted();
    const manifest = manifestOf(options, compiled, chunks);
    const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
    const sizes = chunks.map((name) => statSync(join(draft, CHUNKS, name)).size);
    writeFileSync(join(draft, MANIFEST), text);
    // They run in their place alone: where they are is written in them.
    const added = placeChunks(draft, outDir, manifest);
    const completion = await options.complete?.(draft);
    if (completion !== undefined && completion.errors.length > 0) {
      removeChunks(outDir, added);
      return { outDir, errors: completion.errors, faults: [], warnings, routes: 0, bytes: 0 };
    }
    completion?.takeOver();
    takeOver(draft, outDir, manifest);
    const bytes = sizes.reduce((sum, size) => sum + size, Buffer.byteLength(text));
    const faults = await packageFaults(packages);
    return { outDir, errors: [], faults, warnings, routes: routes.size, bytes };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    await compiler.dispose();
  }
}

/** @param chunks the names of the modules */
function manifestOf(
  options: Pick<BuildOptions, "dir" | "notes">,
  { routes, inputs, packages }: Compilation,
  chunks: readonly string[],
): BuildManifest {
  const dir = realPath(options.dir);
  return {
    version: MANIFEST_VERSION,
    ...options.notes,
    routes: Object.fromEntries(
      [...routes].map(([file, { url = "" }]) => [
        relativePath(options.dir, file),
        { chunk: `${CHUNKS}/${basename(fileURLToPath(url))}` },
      ]),
    ),
    packages: [...packages].map((file) => relativePath(dir, file)).toSorted(),
    chunks: chunks.map((name) => `${CHUNKS}/${name}`),
    inputs: Object.fromEntries([...inputs].map((file) => [relativePath(dir, file), hashOfFile(file)])),
  };
}

/** Puts modules beside those of the build before; their names say what is in them. Gives those that were not there. */
function placeChunks(draft: string, outDir: string, { chunks = [] }: BuildManifest): string[] {
  mkdirSync(join(outDir, CHUNKS), { recursive: true });
  const added = chunks.filter((name) => !existsSync(join(outDir, name)));
  for (const name of chunks) renameSync(join(draft, name), join(outDir, name));
  return added;
}

/** Takes them away again, and the folders that they leave empty. */
function removeChunks(outDir: string, chunks: readonly string[]): void {
  for (const name of chunks) rmSync(join(outDir, name), { force: true });
  try {
    for (const folder of [join(outDir, CHUNKS), outDir]) rmdirSync(folder);
  } catch {
    // Something else is in it.
  }
}

/** Another build at the same time may have put modules there whose manifest is still to come. */
const YOUNG_MS = 60_000;

/** Puts a build, whose modules are there, in the place of another one, so that at any time there is one of them, whole. */
function takeOver(draft: string, outDir: string, { chunks = [] }: BuildManifest): void {
  const before = manifestBefore(outDir);
  renameSync(join(draft, MANIFEST), join(outDir, MANIFEST));
  // Only a build that names its modules can be told from what is older.
  if (before?.chunks === undefined) return;
  const kept = new Set([...chunks, ...before.chunks]);
  for (const name of readdirSync(join(outDir, CHUNKS))) {
    const file = join(outDir, CHUNKS, name);
    if (kept.has(`${CHUNKS}/${name}`)) continue;
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > YOUNG_MS) rmSync(file, { recursive: true, force: true });
  }
}

/** Nothing where it cannot be used: it is to be replaced. */
function manifestBefore(outDir: string): BuildManifest | undefined {
  try {
    return readManifest(outDir, outDir);
  } catch {
    return undefined;
  }
}

function draftOf(outDir: string, pid: number | string): string {
  return `${outDir}.pages-api-${pid}`;
}

/** Those of builds that were killed, and of an earlier process with this one's number. */
function removeDrafts(outDir: string): void {
  const parent = dirname(outDir);
  const prefix = basename(draftOf(outDir, ""));
  const names = existsSync(parent) ? readdirSync(parent).filter((name) => name.startsWith(prefix)) : [];
  for (const name of names) {
    const pid = Number(name.slice(prefix.length));
    if (pid > 0 && (pid === process.pid || !isAlive(pid)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** As a list of files is read. */
function sorted(errors: readonly RouteError[]): RouteError[] {
  return errors.toSorted((a, b) => (a.message < b.message ? -1 : 1));
}

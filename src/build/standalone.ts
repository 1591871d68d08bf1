import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { copyFileSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { type BuildManifest, defaultBuildDir, MANIFEST } from "../project/manifest.ts";
import { realPath, relativePath, specifier } from "../compile/source.ts";
import { SELF, type Tracer, traceModules } from "./trace.ts";

export interface StandaloneOptions {
  readonly tracer: Tracer;
  /** The project, absolute. */
  readonly dir: string;
  /** Its build, absolute. */
  readonly buildDir: string;
  /** The folder to write, absolute; it is replaced as a whole. */
  readonly outDir: string;
  /** Called when it is known how many files are copied. */
  readonly onTraced?: ((files: number) => void) | undefined;
  /** Files and folders, relative to the project, that it reads when it runs. */
  readonly assets?: readonly string[];
}

/** What Next's standalone output takes along; `.local` files are of this machine, and hold its secrets. */
const ENV_FILES = [".env", ".env.production"];
const PROGRAM = join(SELF, "cli/serve.js");

/**
 * Copies a build and all that it needs to run into one folder, laid out as on this machine below the nearest folder
 * that holds it all, with a `server.js` that serves it.
 */
export async function writeStandalone(options: StandaloneOptions): Promise<void> {
  const { tracer, dir, buildDir, outDir, assets = [], onTraced } = options;
  const project = realPath(dir);
  const build = realPath(buildDir);
  const manifest = JSON.parse(readFileSync(join(build, MANIFEST), "utf8")) as BuildManifest;
  const names = manifest.chunks ?? readdirSync(join(build, "chunks")).map((name) => `chunks/${name}`);
  const chunks = names.map((name) => join(build, name));
  const outputs = [build, outDir, join(project, ".pages-api")].map((folder) => folder + sep);
  const traced = await traceModules(tracer, {
    dir: project,
    chunks,
    sources: new Set(Object.keys(manifest.inputs).map((input) => join(project, input))),
    program: PROGRAM,
    isOutput: (file) => outputs.some((folder) => file.startsWith(folder)),
  });
  const envs = ENV_FILES.map((name) => join(project, name)).filter((file) => existsSync(file));
  const files = [...new Set([...traced, ...envs])];
  onTraced?.(files.length + chunks.length);
  const base = commonFolder([join(project, "_"), ...files]);
  const draft = join(dirname(outDir), `${basename(outDir)}-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  try {
    for (const file of files) copy(file, join(draft, relative(base, file)));
    const copied = join(draft, relative(base, project));
    const target = defaultBuildDir(copied);
    for (const chunk of chunks) copy(chunk, join(target, relative(build, chunk)));
    // The answers that the build has made.
    for (const name of ["static.json", "static"]) {
      if (existsSync(join(build, name))) cpSync(join(build, name), join(target, name), { recursive: true });
    }
    for (const name of assets) cpSync(join(project, name), join(copied, name), { recursive: true });
    // Sources are not there, and what is not a source any more, such as package.json, is not compared.
    writeFileSync(join(target, MANIFEST), `${JSON.stringify({ ...manifest, inputs: {} }, undefined, 2)}\n`);
    writeProgram(draft, base, project);
    rmSync(outDir, { recursive: true, force: true });
    renameSync(draft, outDir);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Links stay links: packages of one store find each other by them. */
function copy(file: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!lstatSync(file).isSymbolicLink()) return copyFileSync(file, to);
  const target = resolve(dirname(file), readlinkSync(file));
  symlinkSync(relative(dirname(file), target), to);
}

function writeProgram(draft: string, base: string, project: string): void {
  const start = { scripts: { start: "node server.js" } };
  // Nothing is installed, built or published from there.
  const without = { private: true, scripts: undefined, devDependencies: undefined, workspaces: undefined };
  const own = { ...readJson(join(project, "package.json")), ...without };
  const outer = base === project ? { ...own, ...start } : { private: true, ...start };
  writeJson(join(draft, "package.json"), outer);
  if (base !== project) writeJson(join(draft, relative(base, project), "package.json"), own);
  const isModule = (outer as { type?: unknown }).type === "module";
  const program = JSON.stringify(specifier(base, PROGRAM));
  const folder = relativePath(base, project);
  const lines = [
    "// Written by `pages-api build --standalone`. PORT and HOST are read from the environment.",
    isModule ? 'import { join } from "node:path";' : 'const { join } = require("node:path");',
    isModule ? "const here = import.meta.dirname;" : "const here = __dirname;",
    `import(${program}).then(({ serveStandalone }) => serveStandalone(join(here, ${JSON.stringify(folder)})));`,
  ];
  writeFileSync(join(draft, "server.js"), `${lines.join("\n")}\n`);
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

function commonFolder(files: readonly string[]): string {
  const [first = [], ...rest] = files.map((file) => dirname(file).split(sep));
  let length = first.length;
  for (const parts of rest) {
    let same = 0;
    while (same < length && parts[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).join(sep) || sep;
}

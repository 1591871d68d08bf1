import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";

import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onEnd } from "./lifetime.ts";

const root = new URL("../..", import.meta.url).pathname;
const modules = join(root, "node_modules");

/** What only `build`, `dev` and `--standalone` need. */
const TOOLS = ["esbuild", "@vercel/nft"];

/** A new folder; it goes with the test that made it. */
export async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-"));
  onEnd(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * Installs this package below a folder as npm would, from `dist`, with what it depends on in production, without
 * the compiler.
 *
 * @param options.tools links the compiler and the tracer too
 * @param options.copied copies the packages as well, where they are to be looked at; else they are links
 * @returns the path of its command line
 */
export async function install(
  dir: string,
  options: { tools?: boolean; copied?: boolean } = {},
): Promise<string> {
  const to = join(dir, "node_modules");
  const self = join(to, "pages-api");
  copyLinked(join(root, "dist"), join(self, "dist"));
  for (const name of ["package.json", "next.d.ts", "expo.d.ts", "astro.d.ts"])
    cpSync(join(root, name), join(self, name));
  for (const from of await dependencies(root)) {
    const name = relative(modules, from);
    if (options.copied === true) copyLinked(from, join(to, name));
    else await link(name, to);
  }
  for (const name of options.tools === true ? TOOLS : []) await link(name, to);
  return join(self, "dist/cli/index.js");
}

/** Copies a folder whose files nobody writes to: they are hard links where the disk is the same one. */
function copyLinked(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyLinked(source, target);
    else if (!tryLink(source, target)) copyFileSync(source, target);
  }
}

function tryLink(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    return false;
  }
}

/** Links a package of this repository into a `node_modules` folder. */
export async function link(name: string, to: string): Promise<void> {
  // One that lies inside another package comes along with it.
  if (name.includes("/node_modules/")) return;
  await mkdir(dirname(join(to, name)), { recursive: true });
  await symlink(join(modules, name), join(to, name), "dir");
}

/** The folders of all packages that a package needs, directly or not. */
async function dependencies(start: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (const queue = [start]; queue.length > 0;) {
    const from = queue.pop()!;
    const manifest = JSON.parse(await readFile(join(from, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const path = locate(name, from);
      if (TOOLS.includes(name) || found.has(path)) continue;
      found.add(path);
      queue.push(path);
    }
  }
  return found;
}

function locate(name: string, from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    const path = join(dir, "node_modules", name);
    if (existsSync(path)) return path;
    if (dir === dirname(dir)) throw new Error(`${name} is not installed for ${from}`);
  }
}

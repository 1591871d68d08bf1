import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";

import { CURRENT, environment, installAstro, LEGACY } from "../astro.ts";
import { failing } from "./failing.ts";
import { readFiles } from "./files.ts";
import { legacy } from "./legacy.ts";
import { trees } from "./static.ts";
import type { Built, Tree } from "./tree.ts";

interface Result {
  readonly error?: string;
  readonly message?: string;
}

const MARK = "built: ";
/** Builds each folder of the arguments, in one process: Astro takes long to load. */
const BUILDS = `const { build } = await import("astro");
for (const root of process.argv.slice(1)) {
  let result = {};
  try { await build({ root, logLevel: "error" }); }
  catch (error) { result = { error: error?.name ?? "", message: String(error?.message ?? error) }; }
  console.log(${JSON.stringify(`\n${MARK}`)} + JSON.stringify(result));
}`;
const groups = { trees, failing, legacy };

const [, , onlyGroup, onlyTree] = process.argv;
for (const [group, all] of Object.entries(groups)) {
  if (onlyGroup !== undefined && onlyGroup !== group) continue;
  const version = group === "legacy" ? LEGACY : CURRENT;
  const given = process.env[version.install];
  const install = given || installAstro(version);
  const names = Object.keys(all).filter((name) => onlyTree === undefined || onlyTree === name);
  const dirs = names.map((name) => writeTree(install, all[name]!));
  const builds: Record<string, Built> = {};
  try {
    // oxlint-disable-next-line no-await-in-loop -- one install at a time
    const results = await (version === LEGACY ? buildByCommand(dirs) : buildAll(install, dirs));
    for (const [index, name] of names.entries()) builds[name] = builtOf(dirs[index]!, results[index]!);
  } finally {
    for (const dir of given ? dirs : [install]) rmSync(dir, { recursive: true, force: true });
  }
  const text = `${JSON.stringify({ astro: version.astro, builds }, undefined, 1)}\n`;
  if (onlyTree === undefined) writeFileSync(new URL(`recorded/${group}.json`, import.meta.url), text);
  else console.log(text);
}

function writeTree(install: string, tree: Tree): string {
  const dir = mkdtempSync(join(install, "tree-"));
  for (const [name, text] of Object.entries({ "package.json": '{"type":"module"}', ...tree })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), needsAdapter(tree) ? withAdapter(name, text) : text);
  }
  return dir;
}

async function buildAll(cwd: string, dirs: readonly string[]): Promise<Result[]> {
  const args = ["--input-type=module", "-e", BUILDS, "--", ...dirs];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: environment() });
  const lines = stdout.split("\n").filter((line) => line.startsWith(MARK));
  return lines.map((line) => JSON.parse(line.slice(MARK.length)) as Result);
}

/** Astro 2 has no build to call; its command says all by its code. */
async function buildByCommand(dirs: readonly string[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const cwd of dirs) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one build at a time
      await promisify(execFile)(process.execPath, ["../node_modules/astro/astro.js", "build"], {
        cwd,
        env: environment(),
      });
      results.push({});
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      const [message] = stripVTControlCharacters(stderr || stdout)
        .trim()
        .split("\n");
      results.push({ error: "Error", message: message! });
    }
  }
  return results;
}

function builtOf(dir: string, { error, message = "" }: Result): Built {
  if (error !== undefined) return { error, message: message.replaceAll(dir, "") };
  const out = ["public-files", "dist"].find((name) => existsSync(join(dir, name)));
  const files = out === undefined ? {} : readFiles(dir, out);
  // The server is Astro's own.
  return {
    files: Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith("dist/server/"))),
  };
}

/** Astro builds what is answered live with an adapter only. */
function needsAdapter(tree: Tree): boolean {
  return Object.values(tree).some((text) => /prerender = false|output: "server"/.test(text));
}

function withAdapter(name: string, text: string): string {
  if (name !== "astro.config.mjs") return text;
  return `import node from "@astrojs/node"; ${text.replace("default {", 'default { adapter: node({ mode: "standalone" }),')}`;
}

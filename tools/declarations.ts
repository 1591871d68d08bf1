/*
 * Leaves in `dist` the declarations that a user's compiler can reach: those that package.json names, and what they import.
 * `tsc` writes one for each module, most of them of modules that `tools/bundle.ts` has joined. Runs last in a build.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const DECLARATION = ".d.ts";
/** `from "./x.ts"`, and `import("./x.ts")` of a type. */
const IMPORT = /\b(?:from |import ?\(?)"(\.[^"]+)\.ts"/g;

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  exports: Record<string, string | { types: string }>;
};

const reached = new Set<string>();
for (const target of Object.values(exports)) {
  // Those beside `dist` declare modules, whose types they have from these.
  if (typeof target !== "string" && target.types.startsWith("./dist/")) reach(join(root, target.types));
}

function reach(file: string): void {
  if (reached.has(file)) return;
  if (!existsSync(file)) throw new Error(`There are to be types in ${file}, and are none.`);
  reached.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(IMPORT))
    reach(join(dirname(file), `${path}${DECLARATION}`));
}

for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  const path = join(dist, file);
  if (path.endsWith(DECLARATION) && !reached.has(path)) rmSync(path);
}

/** Removes folders that have become empty. */
function tidy(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) tidy(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
tidy(dist);

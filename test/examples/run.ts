/** Carries out what the examples and docs/deploy.md tell people to do, with the packed package and packages of its own. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

const dir = import.meta.dirname;
const root = join(dir, "../..");

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd: dir, stdio: ["ignore", "inherit", "inherit"] });
}

const modified = (file: string): number => statSync(join(dir, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modified("node_modules/.package-lock.json") <= modified("package-lock.json"))
  run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
// The tests are no part of the repository's own program: their packages may not be installed.
run(process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", dir);
// Words filter the test files.
run(
  process.execPath,
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--config",
  "vitest.config.ts",
  ...process.argv.slice(2),
);

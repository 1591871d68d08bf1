/** Installs the packed package, and holds how many packages that brings, how large they are, and the licences of what is bundled. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../support/packed.ts";

const MOST_PACKAGES = 40;
const MOST_MEGABYTES = 16;

const dir = mkdtempSync(join(tmpdir(), "pages-api-size-"));
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: dir, encoding: "utf8" });

try {
  writeFileSync(join(dir, "package.json"), '{ "private": true }');
  run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", pack(dir));
  const packages = new Set(run("npm", "ls", "--all", "--parseable").trim().split("\n").slice(1)).size;
  const size = Number.parseInt(run("du", "-sm", "--apparent-size", "node_modules"), 10);
  console.log(`${packages} packages, ${size} MB`);
  assert.ok(packages <= MOST_PACKAGES, `more than ${MOST_PACKAGES} packages`);
  assert.ok(size <= MOST_MEGABYTES, `more than ${MOST_MEGABYTES} MB`);
  const licences = readFileSync(join(dir, "node_modules/pages-api/dist/vendor/LICENSES.md"), "utf8");
  assert.match(licences, /^## fresh \d/m);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

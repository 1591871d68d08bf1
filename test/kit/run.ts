/** Installs the packed package in a project of its own, and tests that project with every test runner that we name. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programsOf } from "../support/docs.ts";
import { pack } from "../support/packed.ts";

const dir = mkdtempSync(join(tmpdir(), "pages-api-kit-"));
const npm = (...args: string[]): unknown =>
  execFileSync("npm", args, { cwd: dir, stdio: ["ignore", "inherit", "inherit"] });

try {
  cpSync(import.meta.dirname, dir, { recursive: true });
  const name = "firebase.mjs";
  writeFileSync(join(dir, name), (await programsOf("docs/mounting.md", "docs/mounting-more.md")).get(name)!);
  npm("install", "--no-audit", "--no-fund", "--silent", pack(dir));
  for (const runner of ["node", "vitest", "jest", "commonjs"]) npm("run", `test:${runner}`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

import { execFileSync } from "node:child_process";
import { cpSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./server.ts";

const ROOT = join(PROJECT, "../..");

/** Installs the packages of the projects where their locks are newer than what is installed. */
export function install(): void {
  const aliased = ["aliased", "guarded"].map((name) => join(PROJECT, name));
  for (const dir of [PROJECT, ...aliased]) {
    const installed = join(dir, "node_modules/.package-lock.json");
    if (modified(installed) > modified(join(dir, "package-lock.json"))) continue;
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: dir,
      stdio: "inherit",
    });
  }
  for (const dir of aliased) link(join(dir, "node_modules"));
}

/** As npm leaves `"next": "npm:pages-api-next@16"`: a copy under that name, beside pages-api itself. */
function link(modules: string): void {
  const next = join(modules, "next");
  rmSync(next, { recursive: true, force: true });
  cpSync(join(ROOT, "packages/pages-api-next"), next, { recursive: true });
  const self = join(modules, "pages-api");
  rmSync(self, { force: true });
  symlinkSync(ROOT, self, "dir");
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

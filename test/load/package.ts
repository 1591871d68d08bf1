import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** This package as JavaScript, for programs that run outside of the test runner; returns its folder. */
export function compiledPackage(): string {
  const folder = join(root, "node_modules/.cache", `load-test-${process.pid}`);
  if (existsSync(join(folder, "package.json"))) return folder;
  mkdirSync(folder, { recursive: true });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", folder, "--declaration", "false"];
  // Types are checked elsewhere; it writes the files in any case.
  spawnSync(process.execPath, args);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}

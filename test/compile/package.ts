import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** This package as JavaScript, for programs that run outside of the test runner; returns the folder of its modules. */
export function compiledPackage(): string {
  const folder = join(root, "node_modules/.cache", `load-test-${process.pid}`);
  const dist = join(folder, "dist");
  if (existsSync(join(folder, "package.json"))) return dist;
  mkdirSync(folder, { recursive: true });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--outDir", dist, "--declaration", "false", "--noCheck"];
  spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), ...options]);
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "version": "0.0.0" }');
  return dist;
}

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { pack } from "../support/packed.ts";

const run = promisify(execFile);
const MOST_PACKAGES = 40;
const MOST_MEGABYTES = 20;

it("is installed as at most 40 packages, with the licences of what is bundled", async () => {
  const dir = await mkdtemp(join(tmpdir(), "pages-api-size-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", pack(dir)], { cwd: dir });

  const { stdout } = await run("npm", ["ls", "--all", "--parseable"], { cwd: dir });
  const packages = new Set(stdout.trim().split("\n").slice(1));
  expect(packages.size).toBeLessThanOrEqual(MOST_PACKAGES);
  const { stdout: size } = await run("du", ["-sm", "node_modules"], { cwd: dir });
  expect(Number.parseInt(size, 10)).toBeLessThanOrEqual(MOST_MEGABYTES);
  const licences = await readFile(join(dir, "node_modules/pages-api/dist/vendor/LICENSES.md"), "utf8");
  expect(licences).toMatch(/^## fresh \d/m);
});

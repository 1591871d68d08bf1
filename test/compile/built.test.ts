import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeBuild } from "../../src/build/build.ts";
import { readBuild } from "../../src/project/manifest.ts";
import { importRoute } from "../../src/project/import.ts";
import { compiledPackage } from "./package.ts";
import { project } from "./project.ts";

const A = "pages/api/a.ts";
const B = "pages/api/[id].js";
const OUT = "node_modules/.cache/build";
const FILES = {
  [A]: `
    import modern from "modern"; import old from "old"; import { state } from "../../lib/state"; import data from "../../lib/data.json";
    import { NextResponse } from "next/server";
    export const config = { api: { bodyParser: false } };
    export default () => [modern, old(), ++state.count, data.name, NextResponse.json(1).status, __filename];`,
  [B]: 'const { state } = require("../../lib/state"); module.exports = () => ++state.count;',
  "lib/state.ts": "export const state: { count: number } = { count: 0 };",
  "lib/data.json": '{ "name": "json" }',
  "node_modules/modern/package.json": '{ "name": "modern", "type": "module", "exports": "./m.js" }',
  "node_modules/modern/m.js": "export default 'modern';",
  "node_modules/old/package.json": '{ "name": "old" }',
  "node_modules/old/index.js": "exports.__esModule = true; exports.default = () => 'old';",
};

const build = (tree: { dir: string; path(file: string): string }, ...files: string[]) =>
  writeBuild({ dir: tree.dir, files: files.map(tree.path), outDir: OUT });

test("a build holds every route, and reads back as a compilation", async () => {
  const tree = project(FILES);
  expect(await build(tree, A, B)).toMatchObject({ outDir: tree.path(OUT), errors: [], routes: 2 });
  const built = readBuild(tree.dir, OUT);
  expect([...(built?.routes.keys() ?? [])]).toEqual([tree.path(A), tree.path(B)]);
  const { default: a } = await importRoute(built?.routes.get(tree.path(A))?.url ?? "", A);
  const { default: b } = await importRoute(built?.routes.get(tree.path(B))?.url ?? "", B);
  expect((a as () => unknown)()).toEqual(["modern", "old", 1, "json", 200, tree.path(A)]);
  expect((b as () => unknown)()).toBe(2);
});

test("without a build there is nothing to read", () => {
  expect(readBuild(project(FILES).dir)).toBeUndefined();
});

test("a moved build runs without the compiler and without the sources", async () => {
  const tree = project(FILES);
  await build(tree, A, B);
  const root = mkdtempSync(join(tmpdir(), "pages-api-moved-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  renameSync(tree.dir, join(root, "app"));
  rmSync(join(root, "app/pages"), { recursive: true });
  rmSync(join(root, "app/lib"), { recursive: true });
  const compiled = await compiledPackage();
  for (const file of [
    "project/manifest.js",
    "project/import.js",
    "compile/interop.js",
    "compile/source.js",
    "static/answers.js",
    "error.js",
    "hash.js",
  ]) {
    cpSync(join(compiled, file), join(root, "pages-api", file));
  }
  cpSync(join(dirname(compiled), "package.json"), join(root, "pages-api/package.json"));
  const program = `
    import { readBuild } from "./pages-api/project/manifest.js";
    import { importRoute } from "./pages-api/project/import.js";
    const { routes } = readBuild(process.argv[1], "${OUT}");
    for (const { url } of routes.values()) console.log(JSON.stringify((await importRoute(url, "route")).default()));`;
  const args = ["--input-type=module", "-e", program, join(root, "app")];
  const lines = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }).trim().split("\n");
  expect(lines).toEqual([JSON.stringify(["modern", "old", 1, "json", 200, join(root, "app", A)]), "2"]);
});

test("a broken file: every error once, and the build before it stays", async () => {
  const tree = project({ ...FILES, "pages/api/c.ts": 'import "../../lib/state"; export default () => 1;' });
  await build(tree, A);
  const before = readFileSync(tree.path(`${OUT}/manifest.json`), "utf8");
  tree.write({ "lib/state.ts": "export const state = ;", [B]: "import 'nope';" });
  const { errors, routes } = await build(tree, A, B, "pages/api/c.ts");
  expect([routes, errors.map(({ file }) => file)]).toEqual([0, [tree.path("lib/state.ts"), tree.path(B)]]);
  expect(readFileSync(tree.path(`${OUT}/manifest.json`), "utf8")).toBe(before);
  expect(readdirSync(tree.path("node_modules/.cache"))).toEqual(["build"]);
});

test("a stale build names the sources that have changed", async () => {
  const tree = project({ ...FILES, "tsconfig.json": "{}" });
  await build(tree, A, B);
  const built = readBuild(tree.dir, OUT);
  expect(built?.stale()).toEqual([]);
  tree.write({
    "lib/state.ts": FILES["lib/state.ts"],
    "lib/data.json": '{ "name": "new" }',
    "tsconfig.json": "{ }",
  });
  expect(built?.stale().toSorted()).toEqual(["lib/data.json", "tsconfig.json"]);
  tree.remove("lib/data.json");
  expect(built?.stale()).toEqual(["tsconfig.json"]);
});

test.each([
  ["{", /not valid JSON.*Run: pages-api build/],
  ['{ "version": 0 }', /another version/],
  ['{ "version": 1 }', /not complete/],
])("a build that cannot be used says why: %s", async (manifest, message) => {
  const tree = project({ [`${OUT}/manifest.json`]: manifest });
  expect(() => readBuild(tree.dir, OUT)).toThrow(message);
});

test("two builds of one tree are equal, whatever the folder is called", async () => {
  const texts = await Promise.all(
    [project(FILES), project(FILES)].map(async (tree) => {
      await build(tree, A, B);
      expect(existsSync(tree.path(`${OUT}/chunks`))).toBe(true);
      return readFileSync(tree.path(`${OUT}/manifest.json`), "utf8");
    }),
  );
  expect(texts[0]).toBe(texts[1]);
});

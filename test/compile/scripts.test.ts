import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createCompiler } from "../../src/compile/compiler.ts";
import { importRoute } from "../../src/project/import.ts";
import { project } from "./project.ts";

const API = "pages/api/route.ts";

test.each([
  ["an ES module", 'import { sep } from "node:path"; export default () => sep + __filename.length;'],
  ["CommonJS", 'const { sep } = require("node:path"); module.exports = () => sep + __filename.length;'],
])("a hashbang is left out: %s", async (_, text) => {
  const file = "pages/api/route.js";
  const tree = project({ [file]: `#!/usr/bin/env node\n${text}` });
  expect(await tree.call(file)).toBe(`/${tree.path(file).length}`);
});

test("CommonJS is as strict as it says", async () => {
  const text =
    "const path = require('node:path'); module.exports = () => [path.sep, (function () { return this; })()];";
  const tree = project({ "pages/api/strict.js": `"use strict";\n${text}`, "pages/api/sloppy.js": text });
  expect(await tree.call("pages/api/strict.js")).toEqual(["/", undefined]);
  expect(await tree.call("pages/api/sloppy.js")).toEqual(["/", globalThis]);
});

test("a module knows its source where node_modules is a link", async () => {
  const tree = project({ [API]: "export default () => [__filename, import.meta.url];" });
  const store = realpathSync(mkdtempSync(join(tmpdir(), "pages-api-store-")));
  onTestFinished(() => rmSync(store, { recursive: true, force: true }));
  // Deeper than the project, so that a relative path leads elsewhere.
  const modules = join(store, "a/b/node_modules");
  mkdirSync(join(store, "a/b"), { recursive: true });
  renameSync(tree.path("node_modules"), modules);
  symlinkSync(modules, tree.path("node_modules"), "dir");
  const compiler = createCompiler({ dir: tree.dir });
  const file = tree.path(API);
  const { url = "" } = (await compiler.compile([file])).routes.get(file)!;
  const { default: handler } = await importRoute(url, API);
  expect((handler as () => unknown)()).toEqual([file, `file://${file}`]);
  await compiler.dispose();
});

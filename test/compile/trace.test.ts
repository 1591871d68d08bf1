import * as tracer from "@vercel/nft";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { writeBuild } from "../../src/build/build.ts";
import { traceModules } from "../../src/build/trace.ts";
import { project } from "./project.ts";

const API = "pages/api/[id].ts";

/** The files that a route needs beside its chunks, relative to the project. */
async function expectTraced(text: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const tree = project({ "program.js": "", [API]: text, ...files });
  const { outDir, errors } = await writeBuild({ dir: tree.dir, files: [tree.path(API)] });
  expect(errors).toEqual([]);
  const folder = join(outDir, "chunks");
  const manifest = readFileSync(join(outDir, "manifest.json"), "utf8");
  const { inputs } = JSON.parse(manifest) as { inputs: object };
  const found = await traceModules(tracer, {
    dir: tree.dir,
    chunks: readdirSync(folder).map((name) => join(folder, name)),
    sources: new Set(Object.keys(inputs).map((input) => tree.path(input))),
    program: tree.path("program.js"),
    isOutput: (file) => dirname(file) === folder,
  });
  return found.map((file) => relative(tree.dir, file)).toSorted();
}

test.each([
  [
    "a worker by its path",
    'new Worker(fileURLToPath(new URL("../../lib/worker.js", import.meta.url)))',
    ["lib/part.js", "lib/worker.js"],
  ],
  [
    "a file read by its URL",
    'readFileSync(new URL("../../lib/text.txt", import.meta.url))',
    ["lib/text.txt"],
  ],
  [
    "a file read by a path from import.meta.url",
    'readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../lib/text.txt"))',
    ["lib/text.txt"],
  ],
  [
    "a file read by a path from import.meta.dirname",
    'readFileSync(join(import.meta.dirname, "../../lib/text.txt"))',
    ["lib/text.txt"],
  ],
  ["import.meta.resolve", 'import.meta.resolve("../../lib/part.js")', ["lib/part.js"]],
  ["createRequire", 'load("../../lib/part.js")', ["lib/part.js"]],
])("follows %s", async (_, expression, expected) => {
  const text = `import { Worker } from "node:worker_threads"; import { readFileSync } from "node:fs";
    import { dirname, join } from "node:path"; import { fileURLToPath } from "node:url"; import { createRequire } from "node:module";
    const load = createRequire(import.meta.url);
    export default () => ${expression};`;
  const files = {
    "lib/worker.js": 'import "./part.js";',
    "lib/part.js": "",
    "lib/other.js": "",
    "lib/text.txt": "text",
  };
  const found = await expectTraced(text, files);
  expect(found.filter((file) => file.startsWith("lib/"))).toEqual(expected);
});

test("takes what TypeScript of a package imports, not what it was compiled from", async () => {
  const found = await expectTraced('import { kit } from "kit"; export default () => kit;', {
    "node_modules/kit/package.json": '{ "name": "kit", "type": "module", "main": "./index.ts" }',
    "node_modules/kit/index.ts": 'export { part as kit } from "./part"; import "dep";',
    "node_modules/kit/part.js": "export const part = 1;",
    "node_modules/dep/package.json": '{ "name": "dep" }',
    "node_modules/dep/index.js": "",
  });
  expect(found).toEqual([
    "node_modules/dep/index.js",
    "node_modules/dep/package.json",
    "node_modules/kit/package.json",
    "node_modules/kit/part.js",
    "package.json",
    "program.js",
  ]);
});

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { compiledPackage } from "./package.ts";
import { project } from "./project.ts";

const API = "pages/api/route.ts";

/** Loads and calls a route in a process of its own, with source maps on; returns what it prints. */
async function run(
  tree: { dir: string; path(file: string): string },
  file: string,
): Promise<{ out: string; err: string }> {
  const compiled = await compiledPackage();
  const program = `
    const { createCompiler } = await import(${JSON.stringify(`${compiled}/compile/compiler.js`)});
    const { importRoute, mapStackTraces } = await import(${JSON.stringify(`${compiled}/project/import.js`)});
    mapStackTraces();
    const compiler = createCompiler({ dir: ${JSON.stringify(tree.dir)} });
    const file = ${JSON.stringify(tree.path(file))};
    const { url } = (await compiler.compile([file])).routes.get(file);
    try {
      console.log(await (await importRoute(url, ${JSON.stringify(file)})).default());
    } catch (error) {
      console.log(error.stack);
    }
    await compiler.dispose();`;
  const args = ["--input-type=module", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { out: stdout, err: stderr };
}

test("a stack trace shows the user's files, lines and columns", async () => {
  const tree = project({
    "lib/deep.ts":
      'interface A { b: string }\n\nexport function deep(a: A): never {\n  throw new Error("deep " + a.b);\n}\n',
    "node_modules/old/package.json": "{}",
    "node_modules/old/index.js": "exports.__esModule = true; exports.default = (f) => f();",
    [API]: `
      import old from "old";
      import { deep } from "../../lib/deep";
      enum Kind { A = "a" }
      export default () => old(() => deep({ b: Kind.A }));`,
  });
  const { out, err } = await run(tree, API);
  const lines = out.split("\n");
  expect(lines[0]).toBe("Error: deep a");
  expect(lines[1]).toContain(`${tree.path("lib/deep.ts")}:4:9`);
  expect(lines[2]).toContain(`${tree.path(API)}:5:38`);
  expect(err).toBe("");
});

test("a stack trace of CommonJS does too, and a column behind a renamed require is right", async () => {
  const tree = project({
    "lib/old.js": "exports.fail = () => {\n  throw new Error('old');\n};",
    [API]: "\n\nexport default () => require('../../lib/old').fail();",
  });
  const { out, err } = await run(tree, API);
  expect(out).toContain(`${tree.path("lib/old.js")}:2:9`);
  expect(out).toContain(`${tree.path(API)}:3:47`);
  expect(err).toBe("");
});

test("a module that throws while it is loaded is found by file, line and column", async () => {
  const tree = project({
    "lib/db.ts":
      "const url: string | undefined = undefined;\nexport const db = connect(url);\n\nfunction connect(u?: string): string {\n  if (!u) throw new TypeError('no url');\n  return u;\n}",
    [API]: 'import { db } from "../../lib/db";\nexport default () => db;',
  });
  const { out } = await run(tree, API);
  expect(out).toContain(
    `${API} failed while it was loaded. TypeError: no url\n  at ${tree.path("lib/db.ts")}:5:17`,
  );
});

test("require of an ES module warns of nothing", async () => {
  const tree = project({
    "lib/esm.ts": "export const a = 1;",
    [API]: 'export default () => require("../../lib/esm").a;',
  });
  expect(await run(tree, API)).toEqual({ out: "1\n", err: "" });
});

test("a CommonJS route that was compiled from an ES module", async () => {
  const tree = project({
    "pages/api/old.js": "exports.__esModule = true; exports.default = () => 'handler';",
  });
  expect(await run(tree, "pages/api/old.js")).toEqual({ out: "handler\n", err: "" });
});

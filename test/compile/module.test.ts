import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/deep/[id].ts";

test("an ES module route has the names of its own source file, and a require that starts there", async () => {
  const tree = project({
    "pages/api/deep/data.txt": "text",
    "lib/found.cjs": "module.exports = 'found';",
    [API]: `
      import { readFileSync } from "node:fs";
      export default () => [__filename, __dirname, import.meta.url, import.meta.filename, import.meta.dirname,
        readFileSync(new URL("./data.txt", import.meta.url), "utf8"), require.resolve("../../../lib/found.cjs"),
        require(["../../../lib", "found.cjs"].join("/")), typeof module];`,
  });
  const file = tree.path(API);
  const dir = tree.path("pages/api/deep");
  const found = tree.path("lib/found.cjs");
  const url = pathToFileURL(file).href;
  expect(await tree.call(API)).toEqual([file, dir, url, file, dir, "text", found, "found", "undefined"]);
});

test("import.meta.resolve of a path starts at the source, of a package where Node finds it", async () => {
  const text = `const names = ["../../../lib/x.mts", "/x.js", "data:,", "fs", "modern"];
    export default () => [...names.map((name) => import.meta.resolve(name)), import.meta.resolve("./y.js")];`;
  const tree = project({
    "node_modules/modern/package.json": '{ "name": "modern", "exports": { "import": "./m.mjs" } }',
    "node_modules/modern/m.mjs": "",
    [API]: text,
    "pages/api/old.cts": `export default () => [import.meta.resolve("./y.js"), import.meta.resolve("old")];`,
    "node_modules/old/package.json":
      '{ "name": "old", "exports": { "import": "./m.mjs", "require": "./r.js" } }',
    "node_modules/old/r.js": "",
  });
  const url = (file: string): string => pathToFileURL(tree.path(file)).href;
  expect(await tree.call(API)).toEqual([
    url("lib/x.mts"),
    "file:///x.js",
    "data:,",
    "node:fs",
    url("node_modules/modern/m.mjs"),
    url("pages/api/deep/y.js"),
  ]);
  expect(await tree.call("pages/api/old.cts")).toEqual([url("pages/api/y.js"), url("node_modules/old/r.js")]);
});

test("a CommonJS route has them too", async () => {
  const route = "pages/api/old.js";
  const tree = project({
    "lib/found.cjs": "module.exports = 'found';",
    [route]:
      "module.exports = () => [__filename, __dirname, require(['../../lib', 'found.cjs'].join('/')), this === module.exports];",
  });
  expect(await tree.call(route)).toEqual([tree.path(route), tree.path("pages/api"), "found", false]);
});

test("a route may make these names itself", async () => {
  const tree = project({
    [API]: `
      import { createRequire } from "node:module";
      import { dirname } from "node:path";
      import { fileURLToPath } from "node:url";
      const require = createRequire(import.meta.url);
      const __filename = fileURLToPath(import.meta.url), __dirname = dirname(__filename);
      export default () => [__dirname, typeof require("node:fs").readFileSync];`,
  });
  expect(await tree.call(API)).toEqual([tree.path("pages/api/deep"), "function"]);
});

test("top-level await, and import() of sources", async () => {
  const tree = project({
    "lib/slow.ts": "await new Promise((done) => setTimeout(done, 5)); export const slow = 'slow';",
    "lib/lazy.ts": "export const lazy: string = 'lazy';",
    "lib/lazy-old.js": "exports.__esModule = true; exports.default = 'old';",
    "lib/texts/en.ts": "export default 'hello';",
    "lib/texts/fr.json": '"bonjour"',
    [API]: `
      import { slow } from "../../../lib/slow";
      const first = await Promise.resolve("first");
      const text = async (name: string) => (await import(\`../../../lib/texts/\${name}\`)).default;
      export default async () => [first, slow, (await import("../../../lib/lazy")).lazy,
        (await import("../../../lib/lazy-old")).default, await text("en.ts"), await text("fr.json")];`,
  });
  expect(await tree.call(API)).toEqual(["first", "slow", "lazy", "old", "hello", "bonjour"]);
});

test("circular imports of ES modules and of CommonJS", async () => {
  const tree = project({
    "lib/even.ts":
      'import { odd } from "./odd"; export const even = (n: number): boolean => n === 0 || odd(n - 1);',
    "lib/odd.ts":
      'import { even } from "./even"; export const odd = (n: number): boolean => n !== 0 && even(n - 1);',
    "lib/a.js": "exports.early = 1; exports.b = require('./b').seen;",
    "lib/b.js": "exports.seen = require('./a').early;",
    [API]: `
      import { even } from "../../../lib/even";
      import a from "../../../lib/a";
      export default () => [even(10), even(7), a.b];`,
  });
  expect(await tree.call(API)).toEqual([true, false, 1]);
});

test("JSON with import attributes", async () => {
  const tree = project({
    "lib/data.json": '{ "my-key": [1] }',
    [API]: `import data from "../../../lib/data.json" with { type: "json" };
      export default () => [data["my-key"], require("../../../lib/data.json") === data];`,
  });
  expect(await tree.call(API)).toEqual([[1], true]);
});

test("JSON with import assertions, as attributes were called before", async () => {
  const assertion = "assert{'type':'json'}";
  const tree = project({
    "lib/data.json": '{ "my-key": [1] }',
    "lib/other.json": '{ "a": 2 }',
    [API]: `import data from "../../../lib/data.json" assert { type: "json" };
      import other from '../../../lib/other.json' ${assertion};
      export { default as again } from "../../../lib/data.json" assert { type: "json" };
      const later = () => import("../../../lib/data.json", { assert: { type: "json" } });
      const text = (name: string) => import(\`../../../lib/\${name}.json\`, { assert: { type: "json" } });
      const assert = { type: "json" };
      export default async () => [data["my-key"], other.a, (await later()).default === data, assert];`,
  });
  expect(await tree.call(API)).toEqual([[1], 2, true, { type: "json" }]);
  expect((await tree.load(API))["again"]).toEqual({ "my-key": [1] });
});

test("an import assertion that cannot be understood is told of at its place", async () => {
  const tree = project({
    "lib/data.json": "{}",
    [API]: 'export default () => import("../../../lib/data.json", { "assert": { type: "json" } });',
  });
  const { errors } = await tree.compile(API);
  expect(errors.map(({ message }) => message.split("\n")[0])).toEqual([
    `${API}:1:29: Write \`with\` in place of \`assert\`.`,
  ]);
});

test("server-only is empty", async () => {
  expect(await project({ [API]: 'import "server-only"; export default () => 1;' }).call(API)).toBe(1);
});

test("an ES module may ask for `module`, as under a bundler", async () => {
  const tree = project({
    "lib/text.ts": "export const text = 'text';",
    [API]: `import { text } from "../../../lib/text";
      if (require.main === module) throw new Error("run");
      if ((module as any).hot) throw new Error("hot");
      const { id } = module; const all = { module };
      export default () => [text, typeof module, id === __filename, all.module === module, typeof require.main];`,
  });
  expect(await tree.call(API)).toEqual(["text", "undefined", true, true, "undefined"]);
});

test("a package that has an entry for bundlers alone", async () => {
  const tree = project({
    "node_modules/only/package.json": '{ "name": "only", "module": "./src/index.js" }',
    "node_modules/only/src/index.js":
      'import { x } from "./x"; import plain from "plain"; export default x; export const named = plain;',
    "node_modules/only/src/x.js": "export const x = 'x';",
    "node_modules/plain/package.json": '{ "name": "plain" }',
    "node_modules/plain/index.js": "module.exports = 'plain';",
    [API]: 'import only, { named } from "only"; export default () => [only, named, require("only").named];',
  });
  expect(await tree.call(API)).toEqual(["x", "plain", "plain"]);
});

import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";
const options = (compilerOptions: object): string => JSON.stringify({ compilerOptions });

test("an alias that has the name of a builtin module wins, as under Next", async () => {
  const tree = project({
    "tsconfig.json": options({ paths: { assert: ["./lib/assert.ts"], "util/*": ["./lib/*"] } }),
    "lib/assert.ts": "export default 'mine'; export const own = 1;",
    "lib/types.ts": "export const types = 'mine';",
    [API]: `import assert, { own } from "assert"; import { types } from "util/types"; import path from "path"; import { ok } from "node:assert";
      export default () => [assert, own, types, typeof path.join, typeof ok, require("assert").own];`,
  });
  expect(await tree.call(API)).toEqual(["mine", 1, "mine", "function", "function", 1]);
});

test("the tsconfig.json of the project counts in subfolders that have one, as under Next", async () => {
  const tree = project({
    "tsconfig.json": options({ paths: { "$x/*": ["./lib/right/*"] }, experimentalDecorators: true }),
    "lib/sub/tsconfig.json": options({ paths: { "$x/*": ["../wrong/*"] }, experimentalDecorators: false }),
    "lib/wrong/v.ts": "export default 'sub';",
    "lib/right/v.ts": "export default 'root';",
    "lib/sub/v.ts": `import v from "$x/v"; function mark(...args: any[]): any { count = args.length; } let count = 0;
      class A { @mark method() {} } export default () => [v, count];`,
    [API]: 'import v from "../../lib/sub/v"; export default () => v();',
  });
  expect(await tree.call(API)).toEqual(["root", 3]);
});

test("a package of the same repository brings its own tsconfig.json", async () => {
  const tree = project({
    "tsconfig.json": options({ paths: { "$x/*": ["./lib/*"] } }),
    "lib/v.ts": "export default 'root';",
    "packages/db/package.json": '{ "name": "@acme/db" }',
    "packages/db/tsconfig.json": options({ paths: { "$x/*": ["./own/*"] } }),
    "packages/db/own/v.ts": "export default 'package';",
    "packages/db/index.ts": 'export { default } from "$x/v";',
    [API]: 'import own from "../../packages/db"; import root from "$x/v"; export default () => [own, root];',
  });
  expect(await tree.call(API)).toEqual(["package", "root"]);
});

test("a subfolder's tsconfig.json does not count where the project has none", async () => {
  const tree = project({
    "pages/api/tsconfig.json": options({ jsx: "react", jsxFactory: "h" }),
    "node_modules/react/package.json": '{ "name": "react" }',
    "node_modules/react/jsx-runtime.js": "exports.jsx = (type) => type;",
    "pages/api/a.tsx": "export default () => <b />;",
  });
  expect(await tree.call("pages/api/a.tsx")).toBe("b");
});

test("extends by the package's own imports", async () => {
  const tree = project({
    "package.json": JSON.stringify({ imports: { "#base": "./config/base.json" } }),
    "tsconfig.json": '{ "extends": "#base" }',
    "config/base.json": options({ paths: { "@/*": ["../lib/*"] } }),
    "lib/v.ts": "export default 'base';",
    [API]: 'import v from "@/v"; export default () => v;',
  });
  expect(await tree.call(API)).toBe("base");
  expect((await tree.compile(API)).inputs).toContain(tree.path("config/base.json"));
  tree.write({
    "config/base.json": options({ paths: { "@/*": ["../other/*"] } }),
    "other/v.ts": "export default 'edited';",
  });
  expect(await tree.call(API)).toBe("edited");
});

test("aliases with ${configDir} that are inherited, in imports and in patterns", async () => {
  const tree = project({
    "tsconfig.json": '{ "extends": ["./config/other.json", "./config/base.json"] }',
    "config/other.json": "{}",
    "config/base.json": options({ paths: { "@/*": ["${configDir}/lib/*"] } }),
    "lib/v.ts": "export default 'dir';",
    [API]:
      'import v from "@/v"; export default async (name = "v") => [v, (await import(`@/${name}`)).default];',
  });
  expect(await tree.call(API)).toEqual(["dir", "dir"]);
});

test("another file in its place, by the settings", async () => {
  const tree = project({
    "tsconfig.json": options({ paths: { "@/*": ["./wrong/*"] } }),
    "tsconfig.build.json": options({ paths: { "@/*": ["./lib/*"] } }),
    "lib/v.ts": "export default 'build';",
    [API]: 'import v from "@/v"; export default () => v;',
  });
  tree.compiler.configure({ tsconfig: tree.path("tsconfig.build.json") });
  expect(await tree.call(API)).toBe("build");
});

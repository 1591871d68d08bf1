import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";
const importing = (name: string): string => `import v from "${name}"; export default () => v;`;
const is = (text: string): string => `export default "${text}";`;

test.each([
  ["a file beside a folder's index", "../../lib/v", "lib/v/index.ts", "lib/v.ts"],
  ["an extension that comes before", "../../lib/v", "lib/v.js", "lib/v.ts"],
  ["an index that comes before another", "../../lib", "lib/index.js", "lib/index.tsx"],
  ["a file of exactly that name", "../../lib/v.js", "lib/v.ts", "lib/v.js"],
  ["a file beside the index of the folder above", "..", "pages/index.js", "pages/index.ts"],
  ["a file that an alias finds", "@/v", "lib/v/index.ts", "lib/v.ts"],
  ["a file of a workspace package", "@acme/db/v", "packages/db/v/index.ts", "packages/db/v.ts"],
])("%s is noticed when it comes, and when it goes", async (_, name, first, second) => {
  const tree = project({
    "tsconfig.json":
      '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"], "@acme/db/*": ["./packages/db/*"] } } }',
    [first]: is("first"),
    [API]: importing(name),
  });
  expect(await tree.call(API)).toBe("first");
  tree.write({ [second]: is("second") });
  expect(await tree.call(API)).toBe("second");
  tree.remove(second);
  expect(await tree.call(API)).toBe("first");
});

test("a folder that is filled after it was made", async () => {
  const tree = project({ "lib/v/index.js": is("js"), [API]: importing("../../lib/v") });
  expect(await tree.call(API)).toBe("js");
  tree.write({ "lib/v/index.ts": is("ts") });
  expect(await tree.call(API)).toBe("ts");
  tree.write({ "lib/v/package.json": '{ "main": "main.ts" }', "lib/v/main.ts": is("main") });
  expect(await tree.call(API)).toBe("main");
});

test("what is optional and comes later", async () => {
  const text =
    "let v; try { v = require('../../lib/deep/v').default; } catch { v = 'none'; } export default () => v;";
  const tree = project({ [API]: text });
  expect(await tree.call(API)).toBe("none");
  mkdirSync(tree.path("lib"));
  expect(await tree.call(API)).toBe("none");
  tree.write({ "lib/deep/v.ts": is("here") });
  expect(await tree.call(API)).toBe("here");
});

test("a file that comes beside others compiles nothing again", async () => {
  const tree = project({ "lib/v.ts": is("v"), "lib/w.ts": is("w"), [API]: importing("../../lib/v") });
  const before = await tree.compile(API);
  tree.write({
    "lib/.v.ts.swp": "",
    "lib/4913": "",
    "lib/v.ts~": "",
    "lib/v.test.ts": "",
    "lib/u.ts": is("u"),
  });
  expect(await tree.compile(API)).toBe(before);
  tree.write({ "lib/v.tsx": is("x") });
  expect(await tree.compile(API)).not.toBe(before);
});

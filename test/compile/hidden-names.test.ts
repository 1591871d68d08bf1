import { expect, test } from "vitest";
import { project } from "./project.ts";

const made = 'for (const name of ["one", "two"]) exports[name] = name;';

/** CommonJS whose names no reader sees before it runs: `export *` has them under Next 16.4.6. */
const FORMS: [form: string, text: string][] = [
  ["computed", made],
  ["assigned", 'Object.assign(module.exports, { one: "one", two: "two" });'],
  ["a function with members", 'function f() {} f.one = "one"; f.two = "two"; module.exports = f;'],
  ["an object with other values", 'module.exports = { zero: 0, one: "o" + "ne", two: "two" };'],
  ["by another name", 'const all = exports; all.one = "one"; all.two = "two";'],
];
const ROUTE = 'import { one, two } from "../../lib/all"; export default () => [one, two];';

test.each(FORMS)("export * of a package in CommonJS has names that its run makes: %s", async (_, text) => {
  const tree = project({
    "node_modules/old/package.json": '{"name":"old"}',
    "node_modules/old/index.js": text,
    "lib/part.ts": 'export * from "old"; export const own = 1;',
    "lib/all.ts": 'export * from "./part"; export * from "./other";',
    "lib/other.ts": "export const other = 2;",
    "pages/api/x.ts": ROUTE,
    "pages/api/own.ts":
      'import * as all from "../../lib/all"; import { own, other } from "../../lib/all"; export default () => [own, other, all.one];',
  });

  expect(await tree.call("pages/api/x.ts")).toEqual(["one", "two"]);
  expect(await tree.call("pages/api/own.ts")).toEqual([1, 2, "one"]);
});

test("so has export * of the project's own CommonJS", async () => {
  const tree = project({
    "lib/old.js": made,
    "lib/all.ts": 'export * from "./old";',
    "pages/api/x.ts": ROUTE,
  });

  expect(await tree.call("pages/api/x.ts")).toEqual(["one", "two"]);
});

test("what awaits at its top level stays an ES module beside such a star", async () => {
  const tree = project({
    "lib/old.js": made,
    "lib/slow.ts": "export const slow = await Promise.resolve(1);",
    "lib/all.ts": 'export * from "./old"; export * from "./slow";',
    "pages/api/x.ts": 'import { slow } from "../../lib/all"; export default () => slow;',
  });

  expect(await tree.call("pages/api/x.ts")).toBe(1);
});

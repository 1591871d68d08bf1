import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";

// Each answer is what Next 16.4.6 gives.
test("require of an ES module in a circle gives what it exports so far", async () => {
  const tree = project({
    "lib/user.ts": 'import { post } from "./post"; export const user = { name: "user", post: () => post() };',
    "lib/post.ts":
      'const u = require("./user"); export const post = () => [typeof u, u.user && u.user.name];',
    [API]: 'import { user } from "../../lib/user"; export default () => user.post();',
    "pages/api/b.ts": 'import { post } from "../../lib/post"; export default () => post();',
  });
  expect(await tree.call(API)).toEqual(["object", "user"]);
  expect(await tree.call("pages/api/b.ts")).toEqual(["object", "user"]);
});

test("a function that is declared is there before its module has run", async () => {
  const tree = project({
    "lib/user.ts":
      'import { post } from "./post"; export function later() { return "later"; } export const user = { post: () => post() };',
    "lib/post.ts":
      'const { later } = require("./user"); const seen = typeof later; export const post = () => [seen, later()];',
    [API]: 'import { user } from "../../lib/user"; export default () => user.post();',
  });
  expect(await tree.call(API)).toEqual(["function", "later"]);
});

test("modules of a circle have one instance, also for import() and for a route of the circle", async () => {
  const tree = project({
    "lib/count.ts":
      'import "./other"; export let count = 0; export const next = () => ++count; export { shared } from "./shared";',
    "lib/other.ts": 'export const all = () => require("./count").next();',
    "lib/shared.ts": "export const shared = {};",
    [API]: `import { next, count, shared } from "../../lib/count"; import { all } from "../../lib/other"; import * as direct from "../../lib/shared";
      export default async () => [next(), all(), count, (await import("../../lib/count")).count, shared === direct.shared];`,
  });
  expect(await tree.call(API)).toEqual([1, 2, 2, 2, true]);
});

test("a circle that is made by an edit, and undone", async () => {
  const tree = project({
    "lib/a.ts": 'import { b } from "./b"; export const a = 1; export const sum = () => a + b();',
    "lib/b.ts": "export const b = () => 1;",
    [API]: 'import { sum } from "../../lib/a"; export default () => sum();',
  });
  expect(await tree.call(API)).toBe(2);
  tree.write({ "lib/b.ts": 'const other = require("./a"); export const b = () => other.a + 1;' });
  expect(await tree.call(API)).toBe(3);
  tree.write({ "lib/b.ts": "export const b = () => 9;" });
  expect(await tree.call(API)).toBe(10);
});

test("a module that awaits at its top level stays an ES module", async () => {
  const tree = project({
    "lib/a.ts":
      'import { b } from "./b"; export const a = await Promise.resolve(1); export const sum = () => a + b();',
    "lib/b.ts": 'export const b = () => typeof require("./a").a === "number" ? 1 : 0;',
    [API]:
      'export default async () => { try { return (await import("../../lib/a")).sum(); } catch (error) { return error.code; } };',
  });
  expect((await tree.compile(API)).errors).toEqual([]);
});

import { expect, test } from "vitest";
import { importRoute } from "../../src/project/import.ts";
import { callUrl as call, project, urlsOf as urls } from "./project.ts";

const A = "pages/api/a.ts";
const B = "pages/api/b.ts";
const counter = 'import { state } from "../../lib/state"; export default () => ++state.count;';
const STATE = { "lib/state.ts": "export const state = { count: 0 };" };

test("routes that import one module share one instance of it", async () => {
  const tree = project({ [A]: counter, [B]: counter, ...STATE });
  const [a, b] = await urls(tree, A, B);
  expect([await call(a), await call(b), await call(a)]).toEqual([1, 2, 3]);
});

test("import and require of one source give one instance", async () => {
  const required = 'export default () => ++require("../../lib/state").state.count;';
  const old = 'const { state } = require("../../lib/state"); module.exports = () => ++state.count;';
  const tree = project({ [A]: counter, [B]: required, "pages/api/old.js": old, ...STATE });
  const [a, b, c] = await urls(tree, A, B, "pages/api/old.js");
  expect([await call(a), await call(b), await call(c)]).toEqual([1, 2, 3]);
});

test("a CommonJS source has one instance too, however it is reached", async () => {
  const files = {
    "lib/state.js": "exports.state = { count: 0 };",
    [A]: counter,
    [B]: 'import * as lib from "../../lib/state.js"; export default () => ++lib.state.count;',
    "pages/api/old.js": 'const { state } = require("../../lib/state"); module.exports = () => ++state.count;',
  };
  const tree = project(files);
  const loaded = await urls(tree, A, B, "pages/api/old.js");
  const counts = [];
  for (const url of loaded) counts.push(await call(url));
  expect(counts).toEqual([1, 2, 3]);
});

test("many routes, loaded at once, that import and require one source", async () => {
  const routes = Array.from({ length: 40 }, (_, index) => `pages/api/r${index}.ts`);
  const required = 'const { state } = require("../../lib/state"); export default () => ++state.count;';
  const texts = Object.fromEntries(routes.map((file, index) => [file, index % 2 ? required : counter]));
  const slow = 'import "./slow"; export const state = { count: 0 };';
  const tree = project({
    ...texts,
    "lib/state.ts": slow,
    "lib/slow.ts": 'import "./slower";',
    "lib/slower.ts": "",
  });
  const loaded = await urls(tree, ...routes);
  const modules = await Promise.all(loaded.map((url) => importRoute(url ?? "", "route")));
  const counts = modules.map(({ default: handler }) => (handler as () => number)());
  expect(counts).toEqual(routes.map((_, index) => index + 1));
});

test("globalThis is shared", async () => {
  const text = "const g = globalThis as any; export default () => (g.__count = (g.__count ?? 0) + 1);";
  const tree = project({ [A]: text, [B]: `${text}\n// b` });
  const [a, b] = await urls(tree, A, B);
  expect([await call(a), await call(b)]).toEqual([1, 2]);
});

test("a slow module does not hold up the others", async () => {
  // Each one waits until all have begun.
  const slow = `
    const g = globalThis as any;
    await new Promise<void>((done) => {
      const begun = (g.__waiting ??= []);
      begun.push(done);
      if (begun.length === 10) for (const go of begun) go();
    });
    export default () => 1;`;
  const routes = Array.from({ length: 10 }, (_, index) => `pages/api/slow${index}.ts`);
  const tree = project({ ...Object.fromEntries(routes.map((file) => [file, slow])), [A]: counter, ...STATE });
  const loaded = await urls(tree, ...routes, A);
  await Promise.all(loaded.map((url) => importRoute(url ?? "", "route")));
  delete (globalThis as { __waiting?: unknown }).__waiting;
});

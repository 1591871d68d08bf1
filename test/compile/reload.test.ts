import { readdirSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createCompiler } from "../../src/compile/compiler.ts";
import { callUrl as call, project, urlsOf as urls } from "./project.ts";

const A = "pages/api/a.ts";
const B = "pages/api/b.ts";
const counter = 'import { state } from "../../lib/state"; export default () => ++state.count;';
const STATE = { "lib/state.ts": "export const state = { count: 0 };" };

test("an edited route gets a new URL; the modules it imports keep theirs, and their state", async () => {
  const tree = project({ [A]: counter, [B]: counter, ...STATE });
  const [a, b] = await urls(tree, A, B);
  expect(await call(a)).toBe(1);
  tree.write({ [A]: counter.replace("++state.count", "`edited ${++state.count}`") });
  const [a2, b2] = await urls(tree, A, B);
  expect(a2).not.toBe(a);
  expect(b2).toBe(b);
  expect(await call(a2)).toBe("edited 2");
});

test("an edited helper gives a new URL to all that import it, and to nothing else", async () => {
  const via = 'import { state } from "./state"; export const next = () => ++state.count;';
  const far = 'import { next } from "../../lib/via"; export default () => next();';
  const tree = project({ [A]: far, [B]: "export default () => 0;", "lib/via.ts": via, ...STATE });
  const [a, b] = await urls(tree, A, B);
  tree.write({ "lib/state.ts": "export const state = { count: 100 };" });
  const [a2, b2] = await urls(tree, A, B);
  expect([a2 === a, b2 === b]).toEqual([false, true]);
  expect(await call(a2)).toBe(101);
});

test("an edit that only moves lines gives a new URL, since stack traces name them", async () => {
  const failing = "export default () => new Error().stack;";
  const tree = project({ [A]: failing, [B]: failing });
  const [a, b] = await urls(tree, A, B);
  tree.write({ [A]: `// one\n// two\n${failing}` });
  const [a2, b2] = await urls(tree, A, B);
  expect([a2 === a, b2 === b]).toEqual([false, true]);
});

test("a file that is written with the time and size of before is compiled again", async () => {
  const tree = project({ [A]: "export default () => 1;" });
  utimesSync(tree.path(A), 1, 1);
  expect(await tree.call(A)).toBe(1);
  tree.write({ [A]: "export default () => 2;" });
  utimesSync(tree.path(A), 1, 1);
  expect(await tree.call(A)).toBe(2);
});

test("an edit inside a circle renews the whole circle", async () => {
  const tree = project({
    [A]: 'import { one } from "../../lib/one"; export default () => one();',
    "lib/one.ts": 'import { two } from "./two"; export const one = () => two(); export const name = "one";',
    "lib/two.ts": 'import { name } from "./one"; export const two = () => name + " two";',
  });
  expect(await tree.call(A)).toBe("one two");
  tree.write({ "lib/two.ts": 'import { name } from "./one"; export const two = () => name + " three";' });
  expect(await tree.call(A)).toBe("one three");
});

test("another salt gives every module a new URL", async () => {
  const tree = project({ [A]: counter, ...STATE });
  const url = async (salt?: string) =>
    (await tree.compiler.compile([tree.path(A)], salt)).routes.get(tree.path(A))?.url;
  const first = await url();
  expect(await url("env")).not.toBe(first);
  expect(await url("env")).toBe(await url("env"));
  expect(await url()).toBe(first);
  expect(await call(await url("env"))).toBe(1);
});

test("writing the same text again changes nothing", async () => {
  const tree = project({ [A]: counter, ...STATE });
  const before = await urls(tree, A);
  tree.write({ [A]: counter, ...STATE });
  expect(await urls(tree, A)).toEqual(before);
});

test("new, removed and renamed sources take effect", async () => {
  const tree = project({
    [A]: 'import { v } from "../../lib/v"; export default () => v;',
    "lib/v.ts": "export const v = 1;",
  });
  expect(await tree.call(A)).toBe(1);
  tree.remove("lib/v.ts");
  await expect(tree.call(A)).rejects.toThrow(/Cannot find "\.\.\/\.\.\/lib\/v"/);
  tree.write({ "lib/v/index.ts": "export const v = 2;" });
  expect(await tree.call(A)).toBe(2);
});

test("a source that turns from CommonJS into an ES module, and back", async () => {
  const tree = project({
    [A]: 'import v from "../../lib/v"; export default () => v;',
    "lib/v.js": "module.exports = 1;",
  });
  expect(await tree.call(A)).toBe(1);
  tree.write({ "lib/v.js": "export default 2;" });
  expect(await tree.call(A)).toBe(2);
  tree.write({ "lib/v.js": "module.exports = 33;" });
  expect(await tree.call(A)).toBe(33);
});

test("a change of tsconfig.json takes effect", async () => {
  const paths = (folder: string) => `{ "compilerOptions": { "paths": { "@/*": ["./${folder}/*"] } } }`;
  const tree = project({
    "tsconfig.json": paths("one"),
    "one/v.ts": "export const v = 1;",
    "second/v.ts": "export const v = 2;",
    [A]: 'import { v } from "@/v"; export default () => v;',
  });
  expect(await tree.call(A)).toBe(1);
  tree.write({ "tsconfig.json": paths("second") });
  expect(await tree.call(A)).toBe(2);
});

test("a tsconfig.json that comes later takes effect", async () => {
  const tree = project({
    "lib/v.ts": "export const v = 'paths';",
    "node_modules/v/package.json": "{}",
    "node_modules/v/index.js": "exports.v = 'package';",
    [A]: 'import { v } from "v"; export default () => v;',
  });
  expect(await tree.call(A)).toBe("package");
  tree.write({ "tsconfig.json": '{ "compilerOptions": { "paths": { "v": ["./lib/v"] } } }' });
  expect(await tree.call(A)).toBe("paths");
  tree.remove("tsconfig.json");
  expect(await tree.call(A)).toBe("package");
});

test("a package that is installed later is found", async () => {
  const tree = project({ [A]: 'import v from "late"; export default () => v;' });
  await expect(tree.call(A)).rejects.toThrow("npm install late");
  tree.write({
    "node_modules/late/package.json": "{}",
    "node_modules/late/index.js": "module.exports = 'here';",
  });
  expect(await tree.call(A)).toBe("here");
});

test("sources behind import() of a pattern are followed", async () => {
  const text =
    'export default async () => (await import(`../../lib/texts/${["e", "n"].join("")}.ts`)).default;';
  const tree = project({
    [A]: text,
    "lib/texts/en.ts": 'import { name } from "../name"; export default "hello " + name;',
    "lib/name.ts": 'export const name = "you";',
  });
  expect(await tree.call(A)).toBe("hello you");
  tree.write({ "lib/name.ts": 'export const name = "all";' });
  expect(await tree.call(A)).toBe("hello all");
  tree.write({ "lib/texts/en.ts": "export default 'good day';" });
  expect(await tree.call(A)).toBe("good day");
  expect((await tree.compile(A)).inputs).toContain(tree.path("lib/texts/en.ts"));
});

test("a project reached through a symbolic link", async () => {
  const tree = project({
    "real/pages/api/a.ts": counter,
    "real/lib/state.ts": STATE["lib/state.ts"],
    "real/package.json": "{}",
  });
  symlinkSync(tree.path("real"), tree.path("link"), "dir");
  const compiler = createCompiler({ dir: tree.path("link"), outDir: tree.path("node_modules/out") });
  const file = tree.path("link/pages/api/a.ts");
  const { routes, inputs } = await compiler.compile([file]);
  expect(await call(routes.get(file)?.url)).toBe(1);
  expect(routes.get(file)?.url).toMatch(/\/pages_api_a\.\w+\.mjs$/);
  expect(inputs).toContain(tree.path("real/lib/state.ts"));
});

test("a project below a folder called node_modules", async () => {
  const tree = project({
    "node_modules/app/package.json": "{}",
    [`node_modules/app/${A}`]: counter,
    "node_modules/app/lib/state.ts": STATE["lib/state.ts"],
  });
  const compiler = createCompiler({ dir: tree.path("node_modules/app") });
  const file = tree.path(`node_modules/app/${A}`);
  expect(await call((await compiler.compile([file])).routes.get(file)?.url)).toBe(1);
});

test("inputs name every file that the routes depend on", async () => {
  const tree = project({ [A]: counter, [B]: "export default () => 0;", ...STATE, "tsconfig.json": "{}" });
  const { inputs } = await tree.compile(A, B);
  expect([...inputs].toSorted()).toEqual(
    ["lib/state.ts", "package.json", A, B, "tsconfig.json"].map(tree.path).toSorted(),
  );
});

test(
  "nothing is written outside of the output folder, and it stays bounded",
  { timeout: 60_000 },
  async () => {
    const tree = project({ [A]: counter, ...STATE });
    const [first] = await urls(tree, A);
    const outDir = join(fileURLToPath(first ?? ""), "..");
    for (let edit = 0; edit < 310; edit += 1) {
      tree.write({ [A]: `${counter}\nexport const edit = ${edit};` });
      await tree.compile(A);
      if (edit === 280) for (const name of readdirSync(outDir)) utimesSync(join(outDir, name), 1, 1);
    }
    const [url] = await urls(tree, A);
    expect(outDir).toBe(tree.path("node_modules/.cache/pages-api"));
    expect(readdirSync(tree.dir).toSorted()).toEqual(["lib", "node_modules", "package.json", "pages"]);
    expect(readdirSync(tree.path("pages/api"))).toEqual(["a.ts"]);
    expect(readdirSync(outDir).length).toBeLessThan(50);
    expect(await call(url)).toBe(1);
  },
);

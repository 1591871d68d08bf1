import { expect, test } from "vitest";
import { project } from "./project.ts";

const THINGS = {
  "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  "lib/things/one.ts": 'export const n = 1; export default "one";',
  "lib/things/two.js": "module.exports = { n: 2 };",
  "lib/things/three.json": '{"n":3}',
  "lib/things/sub/four.ts": "export const n = 4;",
  "lib/things/index.ts": "export const n = 5;",
  "lib/things/types.d.ts": "export type T = 1;",
};
const ALL = ["./index.ts", "./one.ts", "./three.json", "./two.js", "./sub/four.ts"];
const TYPESCRIPT = ["./index.ts", "./one.ts", "./sub/four.ts"];

/** What Next 16.4.6 gives, built by Turbopack; with webpack the keys without an extension are listed too. */
const KEYS: [args: string, keys: string[]][] = [
  ['"../../lib/things"', ALL],
  ['"../../lib/things", false', ALL.slice(0, 4)],
  ['"../../lib/things", true, /\\.ts$/', TYPESCRIPT],
  ['"../../lib/things", undefined, /\\.TS$/i', TYPESCRIPT],
  ['"../../lib/things/", true, /^\\.\\/.*\\.ts$/', TYPESCRIPT],
  ['"../../lib/things", true, /one/g', ["./one.ts"]],
  ['"../../lib/things", true, /zzz/', []],
  ['"@/lib/things", false, /\\.ts$/, "sync"', ["./index.ts", "./one.ts"]],
];

const texts = (expression: string): Record<string, string> => ({
  ...THINGS,
  "pages/api/x.ts": `export default async () => { ${expression} };`,
});

test.each(KEYS)("require.context(%s) has the files of the folder", async (args, keys) => {
  for (const file of ["pages/api/x.ts", "pages/api/x.js"]) {
    const callee = file.endsWith(".ts") ? "(require as any).context" : "require.context";
    const tree = project({
      ...THINGS,
      [file]: `const c = ${callee}(${args});\nexport default () => c.keys();`,
    });

    expect(await tree.call(file)).toEqual(keys);
  }
});

test("a context gives each module when it is asked for, also without its extension", async () => {
  const tree = project(
    texts(`const c = (require as any).context("../../lib/things");
      return [c("./one.ts").default, c("./two.js"), c("./three.json"), c("./sub/four").n, c("./").n,
        c("./one.ts") === require("../../lib/things/one"), (await c.import("./one")).n, c.resolve("./one"), c.id]`),
  );

  expect(await tree.call("pages/api/x.ts")).toEqual([
    "one",
    { n: 2 },
    { n: 3 },
    4,
    5,
    true,
    1,
    "./lib/things/one.ts",
    "./lib/things",
  ]);
});

test("a lazy context gives promises", async () => {
  const tree = project(
    texts(`const c = (require as any).context("../../lib/things", true, /\\.ts$/, "lazy");
      return [(await c("./one.ts")).n, await c("./no.ts").catch((error: any) => error.code)]`),
  );

  expect(await tree.call("pages/api/x.ts")).toEqual([1, "MODULE_NOT_FOUND"]);
});

test("what a context does not have is an error with Node's code, for each way to ask", async () => {
  const tree = project(
    texts(`const c = (require as any).context("../../lib/things", true, /\\.ts$/), out = [];
      for (const key of ["./nope.ts", "./one", "one.ts", "toString", "__proto__"])
        for (const ask of [c, c.resolve]) try { ask(key); } catch (error: any) { out.push(error.message, error.code); }
      return out`),
  );
  const error = (key: string): string[] => [`Cannot find module '${key}'`, "MODULE_NOT_FOUND"];
  const keys = ["./nope.ts", "./one", "one.ts", "toString", "__proto__"];

  expect(await tree.call("pages/api/x.ts")).toEqual(keys.flatMap((key) => [...error(key), ...error(key)]));
});

test("a new file of the folder is one of the context", async () => {
  const tree = project(texts('return (require as any).context("../../lib/things", true, /\\.ts$/).keys()'));
  expect(await tree.call("pages/api/x.ts")).toEqual(TYPESCRIPT);
  tree.write({ "lib/things/sub/five.ts": "" });

  expect(await tree.call("pages/api/x.ts")).toEqual([
    "./index.ts",
    "./one.ts",
    "./sub/five.ts",
    "./sub/four.ts",
  ]);
});

test("a folder that does not exist is a mistake of its place, unless a try catches it", async () => {
  const caught =
    "let c; try { c = require.context('../../gone'); } catch (error) { c = error.code; }\nexport default () => c;";
  const tree = project({
    ...texts('return [1,\n (require as any).context("../../gone")]'),
    "pages/api/pattern.ts": "export default (n: any) => import(`../../gone/${n}`).catch(() => 1);",
    "pages/api/caught.js": caught,
  });
  expect(await tree.call("pages/api/caught.js")).toBe("MODULE_NOT_FOUND");
  const { errors } = await tree.compile("pages/api/x.ts", "pages/api/pattern.ts");
  const cure =
    "There is no folder gone. Correct the path, create the folder, or catch the error by a try around the call.";

  expect(new Set(errors.map(({ message }) => message.split("\n")[0]))).toEqual(
    new Set([`pages/api/pattern.ts:1:28: ${cure}`, `pages/api/x.ts:2:2: ${cure}`]),
  );
  tree.write({ "gone/a.ts": "export const a = 1;" });
  expect((await tree.compile("pages/api/x.ts", "pages/api/pattern.ts")).errors).toEqual([]);
});

test("a pattern that no file matches is rejected by each call, and is reported", async () => {
  const text =
    "export default (n: any) => import(`../../lib/things/x-${n}.ts`).catch((error) => error.code);";
  const tree = project({ ...THINGS, "pages/api/x.ts": text });

  expect(await tree.call("pages/api/x.ts")).toBe("MODULE_NOT_FOUND");
  const { warnings } = await tree.compile("pages/api/x.ts");
  expect(warnings).toEqual([
    "pages/api/x.ts:1:28: No file in lib/things matches: each call fails, and Turbopack refuses to build it. Correct the path, or catch the error by a try around the call.",
  ]);
});

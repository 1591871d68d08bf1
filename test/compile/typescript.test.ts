import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/route.ts";
const call = (text: string, files: Record<string, string> = {}, route = API) =>
  project({ [route]: text, ...files }).call(route);

test("enums, const enums, namespaces, parameter properties, abstract classes and satisfies", async () => {
  const result = await call(`
    enum Color { Red, Green = "g" }
    const enum Size { Small = 1, Large = 2 }
    namespace Shape { export const sides = 4; }
    abstract class Base { constructor(readonly name: string, private n = 1) {} sum() { return this.n; } }
    class Item extends Base { declare extra: string; }
    const limits = { a: 1 } satisfies Record<string, number>;
    export default () => [Color.Red, Color[0], Color.Green, Size.Large, Shape.sides, new Item("x").name, limits.a,
      "extra" in new Item("x")];
  `);
  expect(result).toEqual([0, "Red", "g", 2, 4, "x", 1, false]);
});

const DECORATED = `
  const seen: unknown[] = [];
  function mark(...args: any[]): any { seen.push(args.length, typeof args[1]); }
  class A { @mark method(@PARAM other: string) {} }
  export default () => seen;
`;

test("decorators are the old ones where tsconfig says experimentalDecorators", async () => {
  const tsconfig = '{ "compilerOptions": { "experimentalDecorators": true } }';
  const text = DECORATED.replace("@PARAM", "@mark");
  expect(await call(text, { "tsconfig.json": tsconfig })).toEqual([3, "string", 3, "string"]);
});

test("decorators are the standard ones otherwise", async () => {
  expect(await call(DECORATED.replace("@PARAM", ""))).toEqual([2, "object"]);
});

test("tsconfig settings arrive through extends, from a file and from a package", async () => {
  const text = DECORATED.replace("@PARAM", "@mark");
  const files = {
    "tsconfig.json": '{ // comment\n "extends": "./config/base", }',
    "config/base.json": '{ "extends": "@acme/tsconfig/strict.json" }',
    "node_modules/@acme/tsconfig/package.json": '{ "name": "@acme/tsconfig" }',
    "node_modules/@acme/tsconfig/strict.json": '{ "compilerOptions": { "experimentalDecorators": true } }',
  };
  const tree = project({ [API]: text, ...files });
  expect(await tree.call(API)).toEqual([3, "string", 3, "string"]);
  const { inputs } = await tree.compile(API);
  for (const file of ["package.json", "config/base.json", "node_modules/@acme/tsconfig/strict.json"]) {
    expect(inputs).toContain(tree.path(file));
  }
});

test.each([
  ["without settings", "{}"],
  ["with isolatedModules", '{ "compilerOptions": { "isolatedModules": true } }'],
  ["with verbatimModuleSyntax", '{ "compilerOptions": { "verbatimModuleSyntax": true } }'],
])("types of next need no next and no `type`, %s", async (_, tsconfig) => {
  const text = `
    import type { NextApiResponse } from "next";
    import { NextApiRequest, type PageConfig } from "next";
    import { NextRequest, NextMiddleware, NextFetchEvent } from "next/server";
    export const config: PageConfig = { api: { bodyParser: false } };
    export default (req: NextApiRequest, res: NextApiResponse, event: NextFetchEvent, m: NextMiddleware) =>
      new NextRequest("http://a.b/c").nextUrl.pathname;
  `;
  expect(await call(text, { "tsconfig.json": tsconfig })).toBe("/c");
});

const REACT = {
  "node_modules/react/package.json": '{ "name": "react" }',
  "node_modules/react/jsx-runtime.js":
    "exports.jsx = (type, props) => ({ type, ...props }); exports.jsxs = exports.jsx;",
};

test.each(["route.tsx", "route.jsx", "route.js"])("JSX in %s", async (name) => {
  const files = { ...REACT, "tsconfig.json": '{ "compilerOptions": { "jsx": "preserve" } }' };
  const result = await call("export default () => <b>hi</b>;", files, `pages/api/${name}`);
  expect(result).toEqual({ type: "b", children: "hi" });
});

test("JSX of another library, by jsxImportSource", async () => {
  const result = await call(
    "export default () => <b>hi</b>;",
    {
      "tsconfig.json": '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "tiny" } }',
      "node_modules/tiny/package.json":
        '{ "name": "tiny", "type": "module", "exports": { "./jsx-runtime": "./jsx.js" } }',
      "node_modules/tiny/jsx.js": "export const jsx = (type) => 'tiny ' + type;",
    },
    "pages/api/route.tsx",
  );
  expect(result).toBe("tiny b");
});

test("a TSX file without JSX needs no React", async () => {
  expect(await call("export default () => 1 as number;", {}, "pages/api/route.tsx")).toBe(1);
});

test.each([
  ["paths without baseUrl", '{ "paths": { "@/*": ["./*"] } }', "@/lib/value"],
  ["paths with baseUrl", '{ "baseUrl": "lib", "paths": { "~/*": ["./*"] } }', "~/value"],
  ["one exact path", '{ "paths": { "value": ["./lib/value.ts"] } }', "value"],
  ["baseUrl alone", '{ "baseUrl": "." }', "lib/value"],
])("%s", async (_, compilerOptions, name) => {
  const result = await call(`import { value } from "${name}"; export default () => value;`, {
    "tsconfig.json": `{ "compilerOptions": ${compilerOptions} }`,
    "lib/value.ts": "export const value: number = 7;",
  });
  expect(result).toBe(7);
});

test("paths of jsconfig.json in a JavaScript project", async () => {
  const tree = project({
    "jsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
    "lib/value.js": "export const value = 7;",
    "pages/api/route.js": 'import { value } from "@/lib/value"; export default () => value;',
  });
  expect(await tree.call("pages/api/route.js")).toBe(7);
  expect((await tree.compile("pages/api/route.js")).inputs).toContain(tree.path("jsconfig.json"));
});

test("paths through extends, and to a package's file", async () => {
  const result = await call('import a from "short"; import { b } from "@/b"; export default () => [a, b];', {
    "tsconfig.json": '{ "extends": "./tsconfig.base.json" }',
    "tsconfig.base.json": `{ "compilerOptions": { "paths": {
      "short": ["./node_modules/long-name/index.js"], "@/*": ["./lib/*"] } } }`,
    "node_modules/long-name/package.json": '{ "name": "long-name" }',
    "node_modules/long-name/index.js": "module.exports = 5;",
    "lib/b.ts": "export const b = 6;",
  });
  expect(result).toEqual([5, 6]);
});

test("extensionless, index, .js for .ts, .json, .mjs, .cjs, .mts and .cts imports", async () => {
  const result = await call(
    `
    import { a } from "../../lib/a";
    import { b } from "../../lib/b.js";
    import { dir } from "../../lib/dir";
    import data, { name } from "../../lib/data.json";
    import m from "../../lib/m.mjs";
    import c, { named } from "../../lib/c.cjs";
    import { mts } from "../../lib/t.mts";
    import cts from "../../lib/u.cts";
    export default () => [a, b, dir, data.name, name, m, c.named, named, mts, cts];
    `,
    {
      "lib/a.tsx": "export const a: string = 'a';",
      "lib/b.ts": "export const b = 'b';",
      "lib/dir/index.ts": "export const dir = 'dir';",
      "lib/data.json": '{ "name": "json" }',
      "lib/m.mjs": "export default 'm';",
      "lib/c.cjs": "exports.named = 'c';",
      "lib/t.mts": "export const mts: string = 'mts';",
      "lib/u.cts": "const value: string = 'cts'; export = value;",
    },
  );
  expect(result).toEqual(["a", "b", "dir", "json", "json", "m", "c", "c", "mts", "cts"]);
});

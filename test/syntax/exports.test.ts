import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openResolver } from "../../src/compile/resolver.ts";
import { ExportReader, type FileExports } from "../../src/syntax/exports.ts";

/** What is read of the first of these files. */
async function read(files: Readonly<Record<string, string>>): Promise<FileExports> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "pages-api-syntax-")));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  const { resolve, close } = await openResolver(dir);
  onTestFinished(close);
  return new ExportReader(dir, resolve).read(Object.keys(files)[0]!);
}

/** An expression, and what it is read as; `undefined` where only the running program knows. */
const VALUES: [expression: string, value: unknown][] = [
  ["{ maxDuration: 300 }", { maxDuration: 300 }],
  ["{ // seconds\n maxDuration: 300, /* a\n b */ }", { maxDuration: 300 }],
  ['["/a", /* b, */ "/c", // d\n]', ["/a", "/c"]],
  ["`500kb`", "500kb"],
  ["`${2 * 3}kb`", "6kb"],
  ['"a" + "b"', "ab"],
  ["-1", -1],
  ["!0", true],
  ["null", null],
  ["5 * 1024 * 1024", 5_242_880],
  ["SIZES.large", "20mb"],
  ["LIMIT", 7],
  ["{ ['a']: 1, 'b-c': 2, 3: 4 }", { a: 1, "b-c": 2, 3: 4 }],
  ["process.env.LIMIT", undefined],
  ["changed", undefined],
  ["make()", undefined],
  ["{ large: 1, ...SIZES, small: 2 }", { large: "20mb", small: 2 }],
  ["{ ...SIZES, large: 1 }", { large: 1 }],
  ["[0, ...[LIMIT, 8], ...[]]", [0, 7, 8]],
  ["{ ...changed }", undefined],
  ["{ ...(LIMIT && SIZES) }", undefined],
  ["[...SIZES]", undefined],
  ["{ get a() { return 1; } }", undefined],
  ["{ __proto__: null }", undefined],
  ["/a/", undefined],
  ["1n", undefined],
];

describe("ExportReader", () => {
  it.each(VALUES)("reads %s", async (expression, value) => {
    const { values, dynamic } = await read({
      "a.js": `const LIMIT = 7, SIZES = { large: "20mb" }, changed = {};\nchanged.a = 1;\nexport const x = ${expression};`,
    });

    expect([values["x"], dynamic.has("x")]).toEqual([value, value === undefined]);
  });

  it("reads through TypeScript", async () => {
    const { values } = await read({
      "a.ts": `import type { Config } from "next";
        export enum Size { Small = 1, Medium, Large = "20mb" }
        export const config = { a: Size.Medium, b: <string>Size.Large } as const satisfies Config;
        export const c = (Size.Small)!;
        export type { Config };
        export interface D {}
        export declare const e: number;`,
    });

    expect(values).toEqual({ config: { a: 2, b: "20mb" }, c: 1 });
  });

  it("has a function where a function is exported, however it is written", async () => {
    const { values } = await read({
      "a.js":
        "export default async (req, res) => {};\nexport function GET() {}\nexport const POST = async function () {};\nconst put = () => {};\nexport { put as PUT };",
    });

    expect(Object.entries(values).map(([name, value]) => [name, typeof value])).toEqual(
      ["default", "GET", "POST", "PUT"].map((name) => [name, "function"]),
    );
    expect(values["GET"]).toThrow("only known by its source");
  });

  it.each([
    "module.exports = handler;\nmodule.exports.config = { a: 1 };",
    "module.exports = { config: { a: 1 } };",
    'exports.config = void 0;\nexports["config"] = { a: 1 };',
    "exports.other = exports.config = { a: 1 };",
  ])("reads CommonJS: %s", async (text) => {
    expect((await read({ "a.js": `function handler() {}\n${text}` })).values["config"]).toEqual({ a: 1 });
  });

  it("is not deceived by a local variable called module", async () => {
    const { values } = await read({
      "a.js": "const f = (module) => { module.exports.config = 1; };\nexport const a = f;",
    });

    expect(Object.keys(values)).toEqual(["a"]);
  });

  it("follows a value through files, and says where it is written", async () => {
    const { values, spotOf } = await read({
      "pages/a.ts": 'export * from "../lib";\nexport { base as runtime } from "@/names";',
      "lib/index.ts":
        'import data from "./data.json";\nexport const config = {\n  limit: data.limit,\n  api: { size: "lots" },\n};',
      "lib/data.json": '{ "limit": 3 }',
      "lib/names.ts": 'export const base = "edge";',
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
    });

    expect(values).toEqual({ config: { limit: 3, api: { size: "lots" } }, runtime: "edge" });
    expect(spotOf("config.api.size")).toEqual({ file: "lib/index.ts", line: 4, column: 10 });
    expect(spotOf("runtime")).toEqual({ file: "lib/names.ts", line: 1, column: 21 });
    expect(spotOf("missing")).toBe(undefined);
  });

  it("says where a member is written that is spread into another value", async () => {
    const { values, spotOf } = await read({
      "a.ts":
        'import { base } from "./base";\nimport data from "./a.json";\nexport const x = {\n  ...base, ...data };',
      "base.ts": "export const base = {\n  a: 1 } as const;",
      "a.json": '{ "b": 2 }',
    });

    expect(values).toEqual({ x: { a: 1, b: 2 } });
    expect(spotOf("x.a")).toEqual({ file: "base.ts", line: 2, column: 3 });
    expect(spotOf("x.b")).toMatchObject({ file: "a.ts", line: 4 });
  });

  it("reads what its parser does not know as the compiler does, at the places of the source", async () => {
    const { values, spotOf } = await read({
      "a.ts": "class A { m<const T>(x: T): T { return x; } }\nexport const config =\n  { a: 1 };",
    });

    expect(values).toEqual({ config: { a: 1 } });
    expect(spotOf("config.a")).toEqual({ file: "a.ts", line: 3, column: 5 });
  });

  it("names the place of a syntax error", async () => {
    await expect(read({ "a.ts": "export const a =\n  ;" })).rejects.toThrow("a.ts:2:3: ");
  });

  it("ends where files take values from each other in a circle", async () => {
    const files = { "a.js": 'export { x } from "./b";', "b.js": 'export { x } from "./a";' };

    expect((await read(files)).values).toEqual({});
  });
});

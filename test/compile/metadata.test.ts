import { symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { project, type Project } from "./project.ts";

const API = "pages/api/route.ts";
const tsconfig = (extra = "") =>
  `{ "compilerOptions": { "target": "ES2017", "experimentalDecorators": true, "emitDecoratorMetadata": true ${extra} } }`;

/** Keeps what TypeScript writes for the types, as reflect-metadata does. */
const TEXT = `
  const types: unknown[] = [];
  (Reflect as any).metadata = (key: string, value: any) => () => { types.push([key, [value].flat().map((t: any) => t?.name)]); };
  function mark(...args: any[]): any {}
  class Dto { name!: string; }
  class Controller {
    @mark create(@mark body: Dto, @mark id: number): string { return ""; }
    @mark later?: Date;
    fail() { throw new Error("here"); }
  }
  export default () => types;
  export const controller = new Controller();
`;

/** The last TypeScript that is a library; the one of this repository is not. */
function addTypeScript(tree: Project): boolean {
  const found = ["ts-api-utils", "@arethetypeswrong/core"].flatMap((name) => {
    try {
      const from = createRequire(createRequire(import.meta.url).resolve(`${name}/package.json`));
      return [dirname(from.resolve("typescript/package.json"))];
    } catch {
      return [];
    }
  });
  const library = found.find((dir) => "transpileModule" in (createRequire(`${dir}/_`)(dir) as object));
  if (library) symlinkSync(library, tree.path("node_modules/typescript"), "dir");
  return library !== undefined;
}

test("emitDecoratorMetadata records types, with the project's own TypeScript", async ({ skip }) => {
  const tree = project({ [API]: TEXT, "tsconfig.json": tsconfig() });
  if (!addTypeScript(tree)) skip();
  expect(await tree.call(API)).toEqual([
    ["design:returntype", ["String"]],
    ["design:paramtypes", ["Dto", "Number"]],
    ["design:type", ["Function"]],
    ["design:type", ["Date"]],
  ]);
  // Class fields stay as the target has them.
  expect("later" in ((await tree.load(API))["controller"] as object)).toBe(false);
});

test.for([
  "class A { @mark a?: Date }",
  "class A { b = 1; @mark a?: Date }",
  "export class A { /** a */ @mark a?: Date }",
])("a decorator is found within a line: %s", async (text, { skip }) => {
  const head = TEXT.slice(0, TEXT.indexOf("class Dto"));
  const tree = project({
    [API]: `${head}\n${text}\nexport default () => types;`,
    "tsconfig.json": tsconfig(),
  });
  if (!addTypeScript(tree)) skip();
  expect(await tree.call(API)).toEqual([["design:type", ["Date"]]]);
});

test("without TypeScript, only the files with decorators are refused, with what to do", async () => {
  const tree = project({
    [API]: TEXT,
    "pages/api/plain.ts": "/** {@link b} */ export default () => 'a@b.c';",
    "tsconfig.json": tsconfig(),
  });
  await expect(tree.load(API)).rejects.toThrow("npm install -D typescript@5");
  expect(await tree.call("pages/api/plain.ts")).toBe("a@b.c");
});

test("a syntax error is reported at its place in the source", async ({ skip }) => {
  const tree = project({ [API]: `${TEXT}\nconst a = ;`, "tsconfig.json": tsconfig() });
  if (!addTypeScript(tree)) skip();
  await expect(tree.load(API)).rejects.toThrow('pages/api/route.ts:14:11: Unexpected ";"');
});

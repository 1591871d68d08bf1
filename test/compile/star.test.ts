import { expect, test } from "vitest";
import { check } from "../support/command.ts";
import { project } from "./project.ts";

const is = (text: string): string => `export default () => "${text}";`;

test("a star in the name of a file or folder stands for itself", async () => {
  const tree = project({
    "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }',
    "pages/api/a*b.ts": `const mark: any = () => {};
      class A { @mark method(@mark value: string) {} }
      export default () => [new A() instanceof A, __filename];`,
    "pages/api/axb.ts": is("other"),
    "pages/api/*/[id].ts": is("folder"),
  });
  const file = "pages/api/a*b.ts";
  expect(await tree.call(file)).toEqual([true, tree.path(file)]);
  expect(await tree.call("pages/api/*/[id].ts")).toBe("folder");
  const { routes, errors } = await tree.compile(file, "pages/api/axb.ts");
  expect([routes.size, errors]).toEqual([2, []]);
  tree.write({ [file]: is("edited") });
  expect(await tree.call(file)).toBe("edited");
});

test("a mistake in such a file is told at its place", async () => {
  const tree = project({ "pages/api/a*b.ts": "const a = ;" });
  const { errors } = await tree.compile("pages/api/a*b.ts");
  expect(errors.map(({ message }) => message)).toEqual([
    'pages/api/a*b.ts:1:11: Unexpected ";"\n  const a = ;',
  ]);
});

test("pages-api check reads such a file", async () => {
  const found = await check({ "pages/api/a*b.ts": is("star"), "pages/api/axb.ts": 'import "next/headers";' });
  expect(found["pages/api/a*b.ts"]).toEqual(["ok"]);
});

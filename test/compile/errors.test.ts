import { expect, test } from "vitest";
import { project } from "./project.ts";

const BAD = "pages/api/bad.ts";
const GOOD = "pages/api/good.ts";
const good = "export default () => 'good';";

async function expectRouteError(
  files: Record<string, string>,
  file = BAD,
): Promise<{ message: string; file: string; code: string }> {
  const tree = project(files);
  const error = (await tree.compile(file)).routes.get(tree.path(file))?.error;
  expect(error?.name).toBe("RouteError");
  const { message = "", code = "" } = error ?? {};
  return { message, code, file: error?.file?.replace(`${tree.dir}/`, "") ?? "" };
}

test("a syntax error names file, line and column, and shows the line", async () => {
  const error = await expectRouteError({ [BAD]: "export default () => {\n  const a = ;\n};" });
  expect(error.code).toBe("ROUTE_COMPILE");
  expect(error.file).toBe(BAD);
  expect(error.message).toBe('pages/api/bad.ts:2:13: Unexpected ";"\n  const a = ;');
});

test.each([
  ["stripe", 'Cannot find the package "stripe" (import of "stripe"). Run: npm install stripe'],
  [
    "@acme/db/client",
    'Cannot find the package "@acme/db" (import of "@acme/db/client"). Run: npm install @acme/db',
  ],
  ["../../lib/none", 'Cannot find "../../lib/none". Correct the path, or create the file.'],
  [
    "@/lib/none",
    'Cannot find "@/lib/none". Add it to "paths" in tsconfig.json, or create the file it stands for.',
  ],
  ["#none", 'Cannot find "#none". Add it to "imports" in package.json.'],
])("an import of %s that finds nothing says what to do", async (name, advice) => {
  const text = `import x from "${name}";\nexport default () => x;`;
  const { message } = await expectRouteError({ [BAD]: text });
  expect(message).toBe(`pages/api/bad.ts:1:15: ${advice}\n  import x from "${name}";`);
});

test("a broken file breaks its own route only", async () => {
  const tree = project({
    [BAD]: "export default",
    "pages/api/worse.ts": 'import "nope"; export default () => 1;',
    "pages/api/third.ts": "const a = 1; const a = 2;",
    [GOOD]: good,
  });
  const { routes } = await tree.compile(BAD, "pages/api/worse.ts", "pages/api/third.ts", GOOD);
  expect([...routes.values()].map(({ error }) => error?.file)).toEqual([
    tree.path(BAD),
    tree.path("pages/api/worse.ts"),
    tree.path("pages/api/third.ts"),
    undefined,
  ]);
  expect(await tree.call(GOOD)).toBe("good");
});

test("a broken helper breaks the routes that import it, near or far, and is named", async () => {
  const tree = project({
    "lib/broken.ts": "export const a: = 1;",
    "lib/via.ts": 'export * from "./broken";',
    "pages/api/near.ts": 'import "../../lib/broken"; export default () => 1;',
    "pages/api/far.ts": 'import { a } from "../../lib/via"; export default () => a;',
    [GOOD]: good,
  });
  const { routes } = await tree.compile("pages/api/near.ts", "pages/api/far.ts", GOOD);
  const [near, far, other] = routes.values();
  expect(near?.error?.message).toMatch(/^lib\/broken\.ts:1:17: /);
  expect(far?.error).toBe(near?.error);
  expect(other?.error).toBeUndefined();
});

test("broken JSON names its own line", async () => {
  const tree = project({
    "lib/data.json": '{\n  "a": }',
    [BAD]: 'import d from "../../lib/data.json"; export default () => d;',
  });
  const error = (await tree.compile(BAD)).routes.get(tree.path(BAD))?.error;
  expect(error?.message).toMatch(/^lib\/data\.json:2:8: /);
});

test("a fixed file recovers, and its neighbours keep their URL", async () => {
  const tree = project({ [BAD]: "export default", [GOOD]: good });
  const before = (await tree.compile(BAD, GOOD)).routes.get(tree.path(GOOD))?.url;
  tree.write({ [BAD]: "export default () => 'fixed';" });
  expect((await tree.compile(BAD, GOOD)).routes.get(tree.path(GOOD))?.url).toBe(before);
  expect(await tree.call(BAD)).toBe("fixed");
});

test("a module that throws while it is loaded: ROUTE_IMPORT with the cause", async () => {
  const tree = project({ [BAD]: "throw new TypeError('no database'); export default 1;" });
  await expect(tree.load(BAD)).rejects.toMatchObject({
    name: "RouteError",
    code: "ROUTE_IMPORT",
    file: BAD,
    message: expect.stringMatching(
      /^pages\/api\/bad\.ts failed while it was loaded\. TypeError: no database/,
    ),
    cause: expect.objectContaining({ name: "TypeError" }),
  });
});

test("a folder that cannot be written says what to do", async () => {
  const tree = project({ [GOOD]: good, "node_modules/.cache": "a file, not a folder" });
  await expect(tree.compile(GOOD)).rejects.toMatchObject({
    code: "ROUTE_COMPILE",
    message: expect.stringMatching(/cannot be written to .*Run: pages-api build/),
  });
});

test("anything may be thrown", async () => {
  const tree = project({ [BAD]: "throw undefined; export default 1;" });
  await expect(tree.load(BAD)).rejects.toMatchObject({ code: "ROUTE_IMPORT", cause: undefined });
});

test("an import of a name that is not exported says so, and asks about types", async () => {
  const tree = project({
    "lib/types.ts": "export interface Thing { a: string }",
    "pages/api/bad.js": 'import { Thing } from "../../lib/types"; export default () => Thing;',
  });
  await expect(tree.load("pages/api/bad.js")).rejects.toThrow(
    "The requested module './lib_types.mjs' does not provide an export named 'Thing'. " +
      "If it is a type, write `import type` or `export type`.",
  );
});

test("a name that a file further away imports, and nobody exports, is told at its place", async () => {
  const tree = project({
    "lib/types.ts": "export interface Thing { a: string }\nexport const real = 1;",
    "lib/all.ts": '// All of it.\nimport "./other";\nexport { real, Thing } from "./types";',
    "lib/other.ts": "export {};",
    [BAD]: 'import { real } from "../../lib/all"; export default () => real;',
  });
  process.setSourceMapsEnabled(true);
  const error = await tree.load(BAD).catch((thrown: unknown) => thrown);
  expect((error as Error).message).toMatch(/\n  at \/.*\/lib\/all\.ts:3:16$/);
  expect((error as Error).stack).toMatch(/\n    at \/.*\/lib\/all\.ts:3:16$/);
});

test("a broken tsconfig.json is told of once, at its own place", async () => {
  const tree = project({ [BAD]: good, [GOOD]: good, "tsconfig.json": '{\n  "compilerOptions": {\n' });
  const { errors, routes } = await tree.compile(BAD, GOOD);
  expect(errors).toHaveLength(1);
  expect(errors[0]!.message).toMatch(/^tsconfig\.json:3:/);
  expect(errors[0]!.stack).toContain(`\n    at ${tree.path("tsconfig.json")}:3:`);
  expect(routes.get(tree.path(BAD))?.error?.message).toBe(errors[0]!.message);
  expect(routes.get(tree.path(GOOD))?.error?.message).toBe(errors[0]!.message);
});

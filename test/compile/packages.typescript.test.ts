import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../support/command.ts";
import { writeBuild } from "../../src/build/build.ts";
import { readBuild } from "../../src/project/manifest.ts";
import { callUrl, project } from "./project.ts";

const API = "pages/api/route.ts";
const json = (manifest: object): string => JSON.stringify(manifest);

/** A package that is published as it is written, as `transpilePackages` of Next is for. */
const PACKAGE = {
  "node_modules/kit/package.json": json({ name: "kit", main: "src/index.ts", type: "module" }),
  "node_modules/kit/src/index.ts": `
    import { plain } from "./plain.js";
    import { renamed } from "./renamed.js";
    import dep from "dep";
    import View from "./view";
    import "./kit.css";
    export enum Kind { A = "a" }
    export const kit: unknown[] = [plain, renamed, dep, View(), Kind.A];`,
  "node_modules/kit/src/plain.js": "export const plain = 'plain';",
  "node_modules/kit/src/renamed.ts": "export const renamed: string = 'renamed';",
  "node_modules/kit/src/view.tsx": "const View = (): string => 'view'; export default View;",
  "node_modules/kit/src/kit.css": ".kit {}",
  "node_modules/kit/node_modules/dep/package.json": json({ name: "dep" }),
  "node_modules/kit/node_modules/dep/index.js": "module.exports = 'dep';",
};
const KIT = ["plain", "renamed", "dep", "view", "a"];

test.each(["{}", '{ "type": "module" }'])(
  "TypeScript of a package is compiled, with package.json %s",
  async (manifest) => {
    const tree = project({
      "package.json": manifest,
      ...PACKAGE,
      [API]: `import { kit } from "kit"; import * as all from "kit/src/renamed";
        export default async () => [kit, all.renamed, (await import("kit")).kit === kit, require("kit").kit === kit];`,
    });
    expect(await tree.call(API)).toEqual([KIT, "renamed", true, true]);
    expect((await tree.compile(API)).inputs).toContain(tree.path("node_modules/kit/src/view.tsx"));
  },
);

test("files of a package in older ways to write TypeScript", async () => {
  const tree = project({
    "node_modules/old/package.json": json({ name: "old", exports: { "./c": "./c.cts", "./m": "./m.mts" } }),
    "node_modules/old/c.cts": "const value: number = 1; export = { value, name: __filename.slice(-5) };",
    "node_modules/old/m.mts": "export default import.meta.url.slice(-5) as string;",
    [API]: 'import c from "old/c"; import m from "old/m"; export default () => [c.value, c.name, m];',
  });
  expect(await tree.call(API)).toEqual([1, "c.cts", "m.mts"]);
});

test("JavaScript of a package comes before TypeScript of the same name, and stays Node's", async () => {
  const tree = project({
    "node_modules/both/package.json": json({ name: "both", main: "./lib/both" }),
    "node_modules/both/lib/both.js": "exports.kind = 'js';",
    "node_modules/both/lib/both.ts": "export const kind: string = 'ts';",
    [API]: 'import { kind } from "both"; export default () => kind;',
  });
  expect(await tree.call(API)).toBe("js");
  expect([...(await tree.compile(API)).packages]).toEqual([tree.path("node_modules/both/lib/both.js")]);
});

test("a change of the package takes effect, and a mistake in it is told at its place", async () => {
  const tree = project({
    ...PACKAGE,
    [API]: 'import { renamed } from "kit/src/renamed"; export default () => renamed;',
  });
  expect(await tree.call(API)).toBe("renamed");
  tree.write({ "node_modules/kit/src/renamed.ts": "export const renamed: string = 'edited';" });
  expect(await tree.call(API)).toBe("edited");
  tree.write({ "node_modules/kit/src/renamed.ts": "export const renamed: string = ;" });
  const { errors } = await tree.compile(API);
  expect(errors.map(({ message }) => message)).toEqual([
    'node_modules/kit/src/renamed.ts:1:32: Unexpected ";"\n  export const renamed: string = ;',
  ]);
});

test("a build holds it, and does without the package's own files", async () => {
  const tree = project({ ...PACKAGE, [API]: 'import { kit } from "kit"; export default () => kit;' });
  const outDir = tree.path("node_modules/build");
  const { errors } = await writeBuild({ dir: tree.dir, files: [tree.path(API)], outDir });
  expect(errors).toEqual([]);
  const file = "node_modules/kit/src/renamed.ts";
  const manifest = readFileSync(join(outDir, "manifest.json"), "utf8");
  const { inputs } = JSON.parse(manifest) as { inputs: object };
  expect(Object.keys(inputs)).toContain(file);
  for (const each of ["index.ts", "renamed.ts", "view.tsx"]) tree.remove(`node_modules/kit/src/${each}`);
  const build = readBuild(tree.dir, outDir);
  expect(await callUrl(build?.routes.get(tree.path(API))?.url)).toEqual(KIT);
});

test("pages-api check reads it, too", async () => {
  const found = await check({
    ...PACKAGE,
    "pages/api/a.ts": 'import { kit } from "kit"; export default () => kit;',
    "pages/api/b.ts": 'import { bad } from "kit/src/bad"; export default () => bad;',
    "node_modules/kit/src/bad.ts": "export const bad: string = ;",
  });
  expect(found).toMatchObject({
    "pages/api/a.ts": ["ok"],
    "pages/api/b.ts": ["unsupported", "unsupported compile node_modules/kit/src/bad.ts:1:28"],
  });
});

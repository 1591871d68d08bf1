import { expect, test } from "vitest";
import { project } from "./project.ts";

const PACK = {
  "node_modules/pack/package.json":
    '{"name":"pack","type":"module","exports":{".":"./index.js","./plain":"./plain.js"}}',
  "node_modules/pack/index.js": 'export * from "./part.js";\nexport const a = 1;',
  "node_modules/pack/part.js": 'export const b = 2;\nexport default "hidden";',
  "node_modules/pack/plain.js": 'export default "default";',
};

/** What Next 16.4.6 serves with both of its bundlers: undefined, and the rest of the module. */
const CASES: [name: string, text: string, result: unknown, warnings: string[]][] = [
  [
    "a name that a builtin module lacks",
    'import { basename, missing } from "node:path";\nexport default () => [basename("/a/b"), typeof missing];',
    ["b", "undefined"],
    ["pages/api/x.ts:1:20 node:path missing"],
  ],
  [
    "the same by its bare name, with another local name",
    'import {\n  missing as other,\n} from "fs";\nexport default () => typeof other;',
    "undefined",
    ["pages/api/x.ts:2:3 fs missing"],
  ],
  [
    "a name that an ES module of a package lacks, beside those that it has",
    'import * as all from "pack";\nimport { a, b, c } from "pack";\nexport default () => [a, b, typeof c, Object.keys(all)];',
    [1, 2, "undefined", ["a", "b"]],
    ["pages/api/x.ts:2:16 pack/index.js c"],
  ],
  [
    "a default export that there is not",
    'import none, { a } from "pack";\nimport whole, { gone } from "pack/plain";\nexport default () => [typeof none, a, whole, typeof gone];',
    ["undefined", 1, "default", "undefined"],
    ["pages/api/x.ts:1:8 pack/index.js default", "pages/api/x.ts:2:17 pack/plain.js gone"],
  ],
  [
    "what is exported again, to a module that imports it",
    'import { d, e } from "../../lib/again";\nexport default () => [typeof d, typeof e];',
    ["undefined", "undefined"],
    ["lib/again.ts:1:15 pack/index.js c", "lib/again.ts:2:21 node:fs missing"],
  ],
];

test.each(CASES)(
  "an import of %s is undefined, as under Next, and is reported",
  async (_, text, result, warnings) => {
    const again = 'export { c as d } from "pack";\nexport { missing as e } from "node:fs";';
    const tree = project({ ...PACK, "lib/again.ts": again, "pages/api/x.ts": text });

    expect(await tree.call("pages/api/x.ts")).toEqual(result);
    const reported = (await tree.compile("pages/api/x.ts")).warnings;
    expect(
      reported.map((each) => each.replace(/^(\S+): "(.*)" does not export "(.*)":.*$/, "$1 $2 $3")),
    ).toEqual(warnings);
  },
);

test("a type that is not marked as one is not reported", async () => {
  const text =
    'import { Stats } from "node:fs";\nimport { Kind } from "pack";\nexport default (a: Stats & Kind) => typeof a;';
  const tree = project({ ...PACK, "pages/api/x.ts": text });

  expect(await tree.call("pages/api/x.ts")).toBe("undefined");
  expect((await tree.compile("pages/api/x.ts")).warnings).toEqual([]);
});

import { expect, it } from "vitest";
import { check } from "../support/command.ts";

/** What a build lets through, and Node refuses to link: a route's text, what is found in it; files beside it. */
const CASES: [name: string, text: string, findings: string[], files?: Record<string, string>][] = [
  [
    "a name that a file does not export, by export from",
    'export { default } from "../../lib/a";',
    ["compile pages/api/x.ts:1:10"],
    { "lib/a.ts": "export const b = 1;" },
  ],
  [
    "a type that is exported again as a value",
    'import { b } from "../../lib/b";\nexport default () => b;',
    ["compile lib/b.ts:1:10"],
    { "lib/b.ts": 'export { A } from "./a";\nexport const b = 1;', "lib/a.ts": "export interface A {}" },
  ],
  [
    "a name that a builtin module does not export",
    'import { nothing } from "node:fs";\nexport default () => nothing;',
    ["attention missing-export pages/api/x.ts:1:10"],
  ],
  [
    "the same by its bare name, in a helper",
    'import { a } from "../../lib/a";\nexport default () => a;',
    ["attention missing-export lib/a.ts:1:10"],
    { "lib/a.ts": 'import { none } from "path";\nexport const a = none;' },
  ],
  [
    "a name that an ES module of a package does not export",
    'import { nothing } from "pack";\nexport default () => nothing;',
    ["attention missing-export pages/api/x.ts:1:10"],
    {
      "node_modules/pack/package.json": '{"name":"pack","type":"module","exports":"./index.js"}',
      "node_modules/pack/index.js": 'export * from "./part.js";\nexport const a = 1;',
      "node_modules/pack/part.js": "export const b = 1;",
    },
  ],
  [
    "a builtin module that there is not",
    'import nothing from "node:nothing";\nexport default () => nothing;',
    ["compile pages/api/x.ts:1:21"],
  ],
  [
    "a module of the network",
    'import nothing from "https://example.org/x.js";\nexport default () => nothing;',
    ["compile pages/api/x.ts:1:21"],
  ],
  [
    "a text that is imported",
    'import text from "./a.txt";\nexport default () => text;',
    ["compile pages/api/x.ts:1:18"],
    { "pages/api/a.txt": "text" },
  ],
  [
    "a context of webpack",
    'export default () => require.context("../../lib").keys();',
    ["require-context pages/api/x.ts:1:22"],
    { "lib/a.ts": "export const a = 1;" },
  ],
];

it.each(CASES)("check finds %s", async (_, text, findings, files = {}) => {
  const found = await check({ "pages/api/x.ts": text, ...files });

  expect(found["pages/api/x.ts"]).toEqual(
    findings[0]!.startsWith("attention ")
      ? ["needs attention", ...findings]
      : ["unsupported", ...findings.map((each) => `unsupported ${each}`)],
  );
});

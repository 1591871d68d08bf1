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
    "a context whose folder only the running program knows",
    "export default (dir: string) => require.context(dir).keys();",
    ["require-context pages/api/x.ts:1:33"],
  ],
  [
    "a context of a folder that does not exist",
    'export default () => (require as any).context("../../none").keys();',
    ["compile pages/api/x.ts:1:22"],
  ],
  [
    "a pattern of a folder that does not exist, beside another mistake",
    'import "./gone";\nexport default (n: string) => import(`../../none/${n}`).catch(() => n);',
    ["compile pages/api/x.ts:1:8", "compile pages/api/x.ts:2:31"],
  ],
  [
    "the same by an alias",
    "export default (n: string) => require(`@/none/${n}`);",
    ["compile pages/api/x.ts:1:31"],
    { "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }' },
  ],
  [
    "a pattern that no file matches",
    "export default (n: string) => import(`../../lib/x-${n}.ts`);",
    ["attention pattern pages/api/x.ts:1:31"],
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

it.each([
  ["a context", 'export default () => (require as any).context("../../lib", true, /\\.ts$/).keys();'],
  [
    "a context that no file matches",
    'export default () => (require as any).context("../../lib", true, /x/).keys();',
  ],
  [
    "a caught one",
    "export default (n: string) => { try { return require(`../../none/${n}`); } catch { return n; } };",
  ],
  [
    "a caught context",
    'let c; try { c = (require as any).context("../../none"); } catch {}\nexport default () => c;',
  ],
])("check takes %s", async (_, text) => {
  const found = await check({ "pages/api/x.ts": text, "lib/a.ts": "export const a = 1;" });

  expect(found["pages/api/x.ts"]).toEqual(["ok"]);
});

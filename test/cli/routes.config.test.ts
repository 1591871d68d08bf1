import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";
const withConfig = (config: string): string => `${handler}export const config = ${config};\n`;

/** The line of a route in the table, its cells. */
function cellsOf(stdout: string, pattern: string): string[] | undefined {
  const rows = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
  return rows.find(([first]) => first === pattern);
}

/** A value of `config`, and what is shown of it. */
const CONFIGS: [config: string, glance: string | undefined][] = [
  ["{ api: { bodyParser: false } }", "body off"],
  ['{ api: { bodyParser: { sizeLimit: "10mb" } } }', "body 10mb"],
  ["{ api: { bodyParser: { sizeLimit: 2048 } } }", "body 2kb"],
  ["{ api: { bodyParser: { sizeLimit: `500kb` } } }", "body 500kb"],
  ["{ api: { bodyParser: { sizeLimit: 5 * 1024 } } }", "body 5kb"],
  ["{ api: { bodyParser: { extended: true } } }", "nested forms"],
  ["{ api: { responseLimit: false } }", "response ∞"],
  ['{ api: { responseLimit: "8mb" } }', "response 8mb"],
  ["{ api: { externalResolver: true } }", "external resolver"],
  ["{ maxDuration: 10 }", "10 s"],
  ["{ api: { bodyParser: false, responseLimit: false } }", "body off, response ∞"],
  ["{\n  api: {\n    bodyParser: false, // }\n  },\n}", "body off"],
  ['{ api: { bodyParser: { sizeLimit: "1mb" }, responseLimit: true } }', undefined],
  ["{}", undefined],
  ["{ api: { bodyParser: { sizeLimit: process.env.LIMIT } } }", "dynamic config"],
  ["{ ...base }", "dynamic config"],
  ["{ __proto__: { api: { bodyParser: false } } }", "dynamic config"],
  ["{ maxDuration: 10n }", "dynamic config"],
  ["{ other: /a'/, api: { bodyParser: false } }", "dynamic config"],
  ["{ api: { get bodyParser() { return false; } } }", "dynamic config"],
  ["make()", "dynamic config"],
  ["{ maxDuration: Date.now() }", "dynamic config"],
];

/** Ways of exporting it. */
const EXPORTS = [
  "module.exports = (req, res) => res.end();\nmodule.exports.config = CONFIG;",
  "exports.__esModule = true;\nexports.default = () => {};\nexports.config = CONFIG;",
  // TypeScript's own output
  "exports.config = void 0;\nexports.__esModule = true;\nexports.default = () => {};\nexports.config = CONFIG;",
  "const config = CONFIG;\nexport { config };\nexport default () => {};",
  "const mine = CONFIG;\nexport { mine as config };\nexport default () => {};",
  "const $mine = CONFIG;\nconst other = 1;\nexport { other, $mine as config };\nexport default () => {};",
  "export let config = CONFIG;\nexport default () => {};",
  "export const a = 1, config = CONFIG;\nexport default () => {};",
  "const mine = CONFIG;\nconst same = mine;\nexport const config = same;\nexport default () => {};",
];

const ELSEWHERE = [
  'export { config } from "../../lib/config";',
  'import { config } from "../../lib/config";\nexport { config };',
  'export * from "../../lib/config";',
  "export const config = {};\nconfig.api = { bodyParser: false };",
];

/** What `routes` shows of route files with these texts. */
async function expectGlances(
  texts: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<[text: string, glance: string | undefined][]> {
  const routes = Object.fromEntries(texts.map((text, index) => [`pages/api/route${index}.js`, text]));
  const dir = await project({ ...routes, ...files });
  const { stdout, stderr, code } = await run(["routes", dir]);
  expect([stderr, code]).toEqual(["", 0]);
  return texts.map((text, index) => [text, cellsOf(stdout, `/api/route${index}`)?.[2]]);
}

describe("what pages-api routes reads of `config`, without running the route", () => {
  it("shows what a config says, and nothing for what is so in every route", async () => {
    expect(await expectGlances(CONFIGS.map(([config]) => withConfig(config)))).toEqual(
      CONFIGS.map(([config, glance]) => [withConfig(config), glance]),
    );
  });

  it("reads config however it is exported", async () => {
    const texts = EXPORTS.map((text) => text.replace("CONFIG", "{ api: { bodyParser: false } }"));

    expect(await expectGlances(texts)).toEqual(texts.map((text) => [text, "body off"]));
  });

  it("reads config in the file that it is taken from", async () => {
    const texts = ELSEWHERE.slice(0, 3).map((text) => handler + text);
    const lib = { "lib/config.js": "export const config = { api: { bodyParser: false } };" };

    expect(await expectGlances(texts, lib)).toEqual(texts.map((text) => [text, "body off"]));
  });

  it("leaves to the running program what is not written in a file", async () => {
    const texts = ELSEWHERE.map((text) => handler + text);
    const lib = { "lib/config.js": "export const config = make();" };

    expect(await expectGlances(texts, lib)).toEqual(texts.map((text) => [text, "dynamic config"]));
  });

  it("reads config through TypeScript, and inlines enums", async () => {
    const dir = await project({
      "pages/api/x.ts": `import type { PageConfig } from "next";
        const enum Limit { Large = "20mb" }
        export const config = { api: { bodyParser: { sizeLimit: Limit.Large } } } as const satisfies PageConfig;
        export default function handler(): void {}`,
    });

    expect(cellsOf((await run(["routes", dir])).stdout, "/api/x")?.[2]).toBe("body 20mb");
  });

  it("reads config beside decorators of TypeScript's own kind", async () => {
    const dir = await project({
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }',
      "pages/api/x.ts": `import { createHandler, Get, Query } from "next-api-decorators";
        class Users { @Get() list(@Query("skip") skip: string) { return skip; } }
        export const config = { api: { bodyParser: false } };
        export default createHandler(Users);`,
    });

    expect(cellsOf((await run(["routes", dir])).stdout, "/api/x")?.[2]).toBe("body off");
  });

  it("takes no text for a config", async () => {
    const text = "`\nexport const config = { api: { bodyParser: false } };\n`";
    const dir = await project({
      "pages/api/text.js": `const source = ${text};\n${handler}`,
      "pages/api/comment.js": `/*\nexport const config = { api: { bodyParser: false } };\n*/\n${handler}`,
      "pages/api/local.js": `function f() {\nconst config = { api: { bodyParser: false } };\nreturn config; }\n${handler}`,
    });

    const { stdout } = await run(["routes", dir]);

    expect(stdout).toContain("3 routes");
    expect(stdout).not.toContain("body off");
  });

  it("runs no line of a route", async () => {
    const dir = await project({
      "pages/api/x.js": `console.log("ran"); process.exit(7);\n${withConfig("{ api: { bodyParser: false } }")}`,
    });

    const { stdout, code } = await run(["routes", dir]);

    expect(cellsOf(stdout, "/api/x")?.[2]).toBe("body off");
    expect([stdout.includes("ran"), code]).toEqual([false, 0]);
  });
});

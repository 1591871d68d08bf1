import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";

/** A project of one route with these files beside it: what is printed of each of them. */
async function filesBeside(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const { stdout, code } = await run([
    "check",
    await project({ "pages/api/a.js": handler, ...files }),
    "--json",
  ]);
  const report = JSON.parse(stdout) as {
    files: { file: string; pattern: null; status: string; findings: { line: number; message: string }[] }[];
  };
  const [first, ...others] = report.files;
  expect([first?.status, code]).toEqual(["ok", 0]);
  for (const other of others) expect([other.status, other.pattern]).toEqual(["needs attention", null]);
  return Object.fromEntries(
    others.map(({ file, findings }) => [file, findings.map(({ line, message }) => `${line} ${message}`)]),
  );
}

/** What is found in a next.config: line and option. */
async function optionsOf(text: string, file = "next.config.js"): Promise<string[]> {
  const found = (await filesBeside({ [file]: text }))[file] ?? [];
  return found.map((line) => /^\d+ `\w+`/.exec(line)?.[0] ?? line);
}

describe("what pages-api check finds in next.config", () => {
  it.each([
    [
      "an object",
      `const nextConfig = {
        reactStrictMode: true,
        async redirects() { return []; },
        rewrites: async () => [],
        headers,
        basePath: "/base",
        trailingSlash: true,
        i18n: { locales: ["en"], defaultLocale: "en" },
        env: { A: "a" },
        pageExtensions: ["page.tsx"],
        compress: false,
      };
      function headers() {}
      module.exports = require("wrap")(nextConfig);`,
      [
        "3 `redirects`",
        "4 `rewrites`",
        "5 `headers`",
        "6 `basePath`",
        "7 `trailingSlash`",
        "8 `i18n`",
        "9 `env`",
        "10 `pageExtensions`",
        "11 `compress`",
      ],
    ],
    [
      "assignments",
      "const config = {};\nconfig.redirects = async () => [];\nconfig.basePath = process.env.BASE;\nexport default config;",
      ["2 `redirects`", "3 `basePath`"],
    ],
    [
      "a function",
      "export default (phase) => {\n  return {\n    async headers() {\n      return [];\n    },\n  };\n};",
      ["3 `headers`"],
    ],
    [
      "nothing that matters",
      '// redirects() {}\nmodule.exports = { trailingSlash: false, basePath: "", i18n: null, env: {}, compress: true, output: "redirects: () => []" };',
      [],
    ],
    [
      "options of other things",
      'const load = async () => fetch("x", { headers: { a: 1 } });\nconst again = async (headers) => fetch("x", {\n  method: "POST",\n  body: {\n    x: {\n      headers\n    }\n  }\n});\nmodule.exports = { load, again };',
      [],
    ],
  ])("finds %s", async (_, text, options) => {
    expect(await optionsOf(text)).toEqual(options);
  });

  it("reads TypeScript", async () => {
    const text =
      'import type { NextConfig } from "next";\nconst config: NextConfig = {\n  trailingSlash: true };\nexport default config;';

    expect(await optionsOf(text, "next.config.ts")).toEqual(["3 `trailingSlash`"]);
  });

  it("says so where it cannot be read", async () => {
    const [found] = await optionsOf("module.exports = {");

    expect(found).toMatch(/^1 It cannot be read: next\.config\.js:1:19: /);
  });
});

describe("what pages-api check finds of what runs beside the routes", () => {
  it.each([
    ["middleware.ts", "export default () => {};"],
    ["proxy.ts", 'export default () => {};\nexport const config = { matcher: ["/a", "/:path*"] };'],
    ["middleware.js", "export default () => {};\nexport const config = { matcher: process.env.MATCHER };"],
  ])("has nothing to say of %s, which runs", async (file, text) => {
    expect(await filesBeside({ [file]: text })).toEqual({});
  });

  it("finds a middleware that is not beside the routes", async () => {
    expect(await filesBeside({ "src/middleware.ts": "export default () => {};" })).toEqual({
      "src/middleware.ts": [
        "1 It does not run, as in Next: a middleware is beside the folder pages or app, and its extension is one of " +
          "the page extensions. Move it there, or remove it.",
      ],
    });
  });

  it("looks through a middleware, which is run here", async () => {
    const text = 'export default async () => (await import("next/router")).useRouter();';
    const dir = await project({ "pages/api/a.js": handler, "middleware.ts": text });
    const { stdout, code } = await run(["check", dir]);
    expect(stdout).toMatch(/middleware\.ts:1:\d+\n +"next\/router" does not work without Next/);
    expect(code).toBe(1);
  });

  it("passes over instrumentation, which is run here", async () => {
    const text = "import { log } from './log'; export function register() { log(); }";
    expect(
      await filesBeside({ "instrumentation.ts": text, "log.ts": "export const log = () => {};" }),
    ).toEqual({});
  });

  it("looks through instrumentation as through a route", async () => {
    const text = 'export async function register() { (await import("next/router")).useRouter(); }';
    const dir = await project({ "pages/api/a.js": handler, "src/instrumentation.ts": text });
    const { stdout, code } = await run(["check", dir]);
    expect(stdout).toMatch(/src\/instrumentation\.ts:1:\d+\n +"next\/router" does not work without Next/);
    expect(code).toBe(1);
  });
});

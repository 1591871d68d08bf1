import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";

/** A project of one route with these files beside it: what is printed of each of them. */
async function expectBeside(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
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

describe("what pages-api check finds of what runs beside the routes", () => {
  it.each([
    ["middleware.ts", "export default () => {};"],
    ["proxy.ts", 'export default () => {};\nexport const config = { matcher: ["/a", "/:path*"] };'],
    ["middleware.js", "export default () => {};\nexport const config = { matcher: process.env.MATCHER };"],
  ])("has nothing to say of %s, which runs", async (file, text) => {
    expect(await expectBeside({ [file]: text })).toEqual({});
  });

  it("finds a middleware that is not beside the routes", async () => {
    expect(await expectBeside({ "src/middleware.ts": "export default () => {};" })).toEqual({
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
      await expectBeside({ "instrumentation.ts": text, "log.ts": "export const log = () => {};" }),
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

describe("what pages-api check says before dependencies are installed", () => {
  it("says it once, and reports the rest", async () => {
    const dependencies = { zod: "^4.0.0", lodash: "4", "@acme/shared": "workspace:*" };
    const dir = await project({
      "package.json": JSON.stringify({ dependencies }),
      "pages/api/a.ts": `import "zod";\nimport "@acme/shared";\n${handler}`,
      "pages/api/b.ts": `import "zod";\nimport "lodash/map";\nexport default (req, res) => res.revalidate("/");`,
      "pages/api/c.ts": `import "nowhere";\n${handler}`,
    });
    const { stdout, code } = await run(["check", dir, "--json"]);
    const { files } = JSON.parse(stdout) as {
      files: { file: string; findings: { rule: string; message: string }[] }[];
    };
    expect(files.map(({ file, findings }) => [file, ...findings.map(({ rule }) => rule)])).toEqual([
      ["pages/api/a.ts"],
      ["pages/api/b.ts", "revalidate"],
      ["pages/api/c.ts", "compile"],
      ["package.json", "dependencies"],
    ]);
    expect(files[3]!.findings[0]!.message).toBe(
      "Dependencies are not installed: @acme/shared, lodash, zod. Run: npm install",
    );
    expect(code).toBe(1);
  });
});

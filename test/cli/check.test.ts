import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";

describe("pages-api check", () => {
  it("tells of each file what it found, the worst last, and fails where something cannot run", async () => {
    const dir = await project({
      "lib/preview.ts":
        "export const leave = (res) => {\n  res.setDraftMode({ enable: false });\n  return res.setDraftMode({ enable: false });\n};\n",
      "pages/api/a.ts": handler,
      "pages/api/long/name.ts": handler,
      "pages/api/b.ts":
        'import { leave } from "../../lib/preview";\nexport default (req, res) => leave(res);\n',
      "pages/api/c.ts": 'export { leave as default } from "../../lib/preview";\n',
      "pages/api/d.ts": "export default (",
      "src/middleware.ts": "export default () => {};",
    });

    const { stdout, stderr, code } = await run(["check", dir]);

    expect(stdout).toBe(
      `ok
  /api/a          pages/api/a.ts
  /api/long/name  pages/api/long/name.ts

needs attention
  /api/b             pages/api/b.ts
    see lib/preview.ts
  /api/c             pages/api/c.ts
    see lib/preview.ts
  lib/preview.ts
    lib/preview.ts:2:7, 3:14 (2 routes)
      res.setDraftMode() works, with cookies of this server's own: its other processes need the same PAGES_API_PREVIEW_SECRET, and pages that Next renders elsewhere do not know them.
  src/middleware.ts
    src/middleware.ts:1:1
      It does not run, as in Next: a middleware is beside the folder pages or app, and its extension is one of the page extensions. Move it there, or remove it.

unsupported
  /api/d  pages/api/d.ts
    pages/api/d.ts:1:17
      Unexpected end of file

2 ok, 4 need attention, 1 unsupported

Next: change what is unsupported, and run pages-api check again.
`,
    );
    expect([stderr, code]).toEqual(["", 1]);
  });

  it("succeeds where everything can run", async () => {
    const dir = await project({
      "pages/api/a.js": handler,
      "pages/api/b.js": "export default (req, res) => res.setPreviewData({});",
    });

    const { stdout, code } = await run(["check", dir]);

    expect(stdout).toMatch(/\n1 ok, 1 need attention, 0 unsupported\n\nNext: [^\n]+\n$/);
    expect(code).toBe(0);
  });

  it("prints JSON of a documented shape", async () => {
    const dir = await project({
      "pages/api/a/[id].js": handler,
      "src/proxy.ts": "export default () => {};",
    });

    const { stdout } = await run(["check", dir, "--json"]);

    expect(JSON.parse(stdout)).toEqual({
      summary: { ok: 1, "needs attention": 1, unsupported: 0 },
      files: [
        { file: "pages/api/a/[id].js", pattern: "/api/a/[id]", status: "ok", findings: [] },
        {
          file: "src/proxy.ts",
          pattern: null,
          status: "needs attention",
          findings: [
            {
              level: "attention",
              rule: "middleware",
              file: "src/proxy.ts",
              line: 1,
              column: 1,
              message: expect.stringContaining("It does not run, as in Next") as string,
            },
          ],
        },
      ],
    });
  });

  it("tells of all names and conflicts at once, and looks at the rest", async () => {
    const dir = await project({
      "pages/api/u/[a].js": handler,
      "pages/api/u/[b]/x.js": handler,
      "pages/api/o/index.js": handler,
      "pages/api/o/[[...p]].js": handler,
      "pages/api/[[id]].js": handler,
      "pages/api/s.js": handler,
      "pages/api/s.ts": handler,
    });

    const { stdout, code } = await run(["check", dir, "--json"]);

    const { files } = JSON.parse(stdout) as {
      files: { file: string; status: string; findings: { rule: string; message: string }[] }[];
    };
    expect(files.map(({ file, findings: [found] }) => [file, found?.rule])).toEqual([
      ["pages/api/o/index.js", "conflict"],
      ["pages/api/s.ts", undefined],
      ["pages/api/u/[a].js", "conflict"],
      ["pages/api/s.js", "shadowed"],
      ["pages/api/[[id]].js", "name"],
      ["pages/api/o/[[...p]].js", "conflict"],
      ["pages/api/u/[b]/x.js", "conflict"],
    ]);
    expect(files.at(-1)?.findings[0]?.message).toBe(
      "You cannot use different slug names for the same dynamic path ('a' !== 'b'). Rename it or pages/api/u/[a].js.",
    );
    expect(code).toBe(1);
  });

  it("runs no line of routes and middleware", async () => {
    const loud = 'console.log("ran");\nprocess.exit(7);\n';
    const dir = await project({
      "pages/api/a.js": loud + handler,
      "middleware.js": `${loud}export const config = { matcher: "/x" };`,
    });

    const { stdout, code } = await run(["check", dir]);

    expect([stdout.includes("ran"), code]).toEqual([false, 0]);
  });

  it("leaves nothing behind", async () => {
    const dir = await project({ "pages/api/a.js": handler });

    await run(["check", dir]);

    const { stdout } = await run(["check", dir, "--json"]);
    expect(stdout).not.toContain("__pages_api");
    const { readdir } = await import("node:fs/promises");
    expect((await readdir(dir, { recursive: true })).toSorted()).toEqual([
      "node_modules",
      "package.json",
      "pages",
      "pages/api",
      "pages/api/a.js",
    ]);
  });

  it("fails without a folder of routes", async () => {
    const { stderr, code } = await run(["check", await project({})]);

    expect(stderr).toContain("No routes found");
    expect(code).toBe(1);
  });

  it("colours for a terminal", async () => {
    const { stdout } = await run(["check", await project({ "pages/api/a.js": handler })], {
      FORCE_COLOR: "1",
    });

    expect(stdout).toContain("\u001B[32m1 ok\u001B[39m");
  });
});

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLI, run } from "../support/program.ts";
import { project } from "../support/hosts.ts";

const build = (dir: string, ...args: string[]) => run([CLI, "build", ...args], { cwd: dir });
const MANIFEST = ".pages-api/build/manifest.json";
const ROUTE = "export default (req, res) => res.end('a');";

describe("pages-api build", () => {
  it("writes a folder that tells what it is, and a short summary", async () => {
    const dir = await project({
      "pages/api/a.ts": "import { b } from '../../lib/b'; export default (q: any, s: any) => s.end(b);",
      "pages/api/post/[pid].js": ROUTE,
      "lib/b.ts": "export const b: string = 'b';",
    });
    const { code, out, err } = await build(dir);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^built 2 routes, \d+ (?:B|kB) in \d+ ms: \.pages-api\/build\n$/);
    const manifest = JSON.parse(await readFile(join(dir, MANIFEST), "utf8")) as Record<string, object>;
    expect(Object.keys(manifest["routes"]!)).toEqual(["pages/api/a.ts", "pages/api/post/[pid].js"]);
    expect(Object.keys(manifest["inputs"]!)).toContain("lib/b.ts");
    expect(await readdir(join(dir, ".pages-api/build/chunks"))).toHaveLength(3);
    const chunks = join(
      dir,
      ".pages-api/build",
      (manifest["routes"] as any)["pages/api/a.ts"].chunk as string,
    );
    expect(await readFile(chunks, "utf8")).toContain("sourceMappingURL=");
  });

  it("builds another folder, from anywhere, into --out", async () => {
    const dir = await project({ "app/pages/api/a.js": ROUTE, "app/package.json": "{}" });
    expect(await build(dir, "app", "--out", "built")).toMatchObject({ code: 0 });
    expect((await readdir(join(dir, "built"))).toSorted()).toEqual(["chunks", "manifest.json"]);
    expect(await build(dir, "app", "--out", "built")).toMatchObject({ code: 0 });
  });

  it("lists every broken file with its place, and leaves the build of before", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    await build(dir);
    const before = await readFile(join(dir, MANIFEST), "utf8");
    await writeFile(
      join(dir, "pages/api/a.js"),
      "import '../../lib/one';\nimport '../../lib/two';\nexport default 1;",
    );
    await writeFile(join(dir, "pages/api/b.js"), "import x from 'nowhere';\nexport default x;");
    await mkdir(join(dir, "lib"));
    await writeFile(join(dir, "lib/one.ts"), "export const one = ;");
    await writeFile(join(dir, "lib/two.ts"), "\n  export const two: = 2;");
    const { code, out, err } = await build(dir);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^error lib\/one\.ts:1:20: /m);
    expect(err).toMatch(/^error lib\/two\.ts:2:21: /m);
    expect(err).toMatch(/^error pages\/api\/b\.js:1:15: Cannot find the package "nowhere"/m);
    expect(err).toMatch(/\n3 errors, nothing was written\n$/);
    expect(await readFile(join(dir, MANIFEST), "utf8")).toBe(before);
    expect(await readdir(join(dir, ".pages-api"))).toEqual(["build"]);
  });

  it("counts a config that means nothing among the broken files", async () => {
    const dir = await project({
      "pages/api/a.ts":
        "export const config = {\n  api: { bodyParser: { sizeLimit: 'lots' } },\n};\nexport default () => {};",
      "pages/api/b.js": "module.exports = () => {};\nmodule.exports.config = { runtime: 'bogus' };",
      "pages/api/c.js": "export default (",
      "pages/api/d.js": "export const config = { api: { bodyParser: false } }; export default () => {};",
    });
    const { code, err } = await build(dir);
    expect(code).toBe(1);
    expect(err).toMatch(/^error pages\/api\/a\.ts:2:24: `config\.api\.bodyParser\.sizeLimit` is 'lots'/m);
    expect(err).toMatch(/^error pages\/api\/b\.js:2:\d+: `config\.runtime` has an invalid value: 'bogus'/m);
    expect(err).toMatch(/^error pages\/api\/c\.js:1:17: /m);
    expect(err).toContain("3 errors");
    expect(await readdir(join(dir, ".pages-api"))).toEqual([]);
  });

  it("counts settings in exports of their own, and in other files", async () => {
    const dir = await project({
      "pages/api/a.ts": 'export const runtime = "bun";\nexport default () => Response.json({});',
      "pages/api/b.ts": 'export { default, config } from "../../lib/b";',
      "pages/api/c.ts": 'export * from "../../lib/c";\nexport { default } from "../../lib/c";',
      "lib/b.ts": 'export const config = { runtime: "bun" };\nexport default () => {};',
      "lib/c.ts": "export const maxDuration = -1;\nexport default () => {};",
    });
    const { code, err } = await build(dir);
    expect(code).toBe(1);
    expect(err).toMatch(/^error pages\/api\/a\.ts:1:24: `runtime` has an invalid value: .bun./m);
    expect(err).toMatch(/^error lib\/b\.ts:1:25: `config\.runtime` has an invalid value/m);
    expect(err).toMatch(/^error lib\/c\.ts:1:28: `maxDuration` is -1\. /m);
    expect(err).toContain("3 errors");
  });

  it("refuses routes that contradict each other, and names both files", async () => {
    const dir = await project({ "pages/api/u/[a].js": ROUTE, "pages/api/u/[b]/x.js": ROUTE });
    const { code, out, err } = await build(dir);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /different slug names[^]*pages\/api\/u\/\[a\]\.js[^]*pages\/api\/u\/\[b\]\/x\.js\nRename one of the two, or remove it\.\n$/,
    );
    expect(err).not.toMatch(/^ +at /m);
  });

  it("refuses a name that means nothing", async () => {
    const { code, err } = await build(await project({ "pages/api/[[id]].js": ROUTE }));
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error Optional route parameters are not yet supported[^]*pages\/api\/\[\[id\]\]\.js\nRename it\.\n$/,
    );
  });

  it("warns of two files for one route", async () => {
    const { code, err } = await build(
      await project({ "pages/api/a.js": ROUTE, "pages/api/a/index.js": ROUTE }),
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^warn Two files for one route, \/api\/a: .* serves it, .* is never reached\.\n$/);
  });

  it("says where it looked when there are no routes", async () => {
    const dir = await project({});
    const { code, err } = await build(dir);
    expect(code).toBe(1);
    expect(err).toContain(
      `No routes found: looked in the folders ${join(dir, "pages/api")} and ${join(dir, "src/pages/api")}.`,
    );
  });

  it("replaces nothing that is no build", async () => {
    const dir = await project({ "app/pages/api/a.js": ROUTE, "mine/notes.txt": "", file: "" });
    for (const out of [".", "app", "mine", "file"]) {
      const { code, err } = await build(dir, "app", "--out", out);
      expect([out, code]).toEqual([out, 1]);
      expect(err).toMatch(
        /^error \/.*(?:Choose|choose) another? .*--out\.\n$|^error \/.*of its own for --out\.\n$/,
      );
    }
    expect((await readdir(dir)).toSorted()).toEqual(["app", "file", "mine", "node_modules", "package.json"]);
    await rm(join(dir, "mine/notes.txt"));
    expect(await build(dir, "app", "--out", "mine")).toMatchObject({ code: 0 });
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CLI, run } from "../support/program.ts";

function app(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-export-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "package.json": `{ "private": true }`, ...files })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

async function build(dir: string, options = ["--export"]): Promise<{ code: number | null; said: string }> {
  const { code, out, err } = await run([CLI, "build", dir, ...options]);
  return { code, said: out + err };
}

it("writes each static answer at its path, and leaves out a route that has no GET", async () => {
  const dir = app({
    "app/feed.xml/route.js": `export const dynamic = "force-static"; export const GET = () => new Response("<feed/>", { status: 201 });`,
    "app/posts/[id]/route.js": `export const generateStaticParams = () => [{ id: "1" }, { id: "a b" }];
export const GET = async (request, { params }) => Response.json(await params);`,
    "app/hook/route.js": `export const POST = () => new Response();`,
  });
  expect(await build(dir)).toMatchObject({ code: 0 });
  expect(readFileSync(join(dir, "out/feed.xml"), "utf8")).toBe("<feed/>");
  expect(readFileSync(join(dir, "out/posts/1"), "utf8")).toBe('{"id":"1"}');
  expect(readFileSync(join(dir, "out/posts/a b"), "utf8")).toBe('{"id":"a b"}');
  expect(existsSync(join(dir, "out/hook"))).toBe(false);
});

it("refuses a GET that is answered for each request, and names its file", async () => {
  const dir = app({ "app/now/route.js": `export const GET = () => new Response("now");` });
  const { code, said } = await build(dir);
  expect(code).toBe(1);
  expect(said).toContain("app/now/route.js: its GET is answered for each request");
  expect(existsSync(join(dir, "out"))).toBe(false);
});

it("writes files without the option where next.config says so", async () => {
  const dir = app({
    "next.config.mjs": `export default { output: "export" };`,
    "app/feed.xml/route.js": `export const dynamic = "force-static"; export const GET = () => new Response("<feed/>");`,
    "app/robots.js": `export default () => ({ rules: { allow: "/" } });`,
  });
  expect(await build(dir, [])).toMatchObject({ code: 0 });
  expect(readFileSync(join(dir, "out/feed.xml"), "utf8")).toBe("<feed/>");
  expect(readFileSync(join(dir, "out/robots.txt"), "utf8")).toBe("User-Agent: *\nAllow: /\n\n");
});

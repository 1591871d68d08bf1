import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createHandler, createServer } from "../../src/index.ts";
import { project } from "../support/hosts.ts";
import { CLI, refused, run, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => { res.end('a'); };";
const COMMANDS = [["build"], ["routes"], ["check"], ["start"], ["start", "--workers", "2"]];

const CURE =
  "Make one of them, or name the project's folder: an argument of the command line, `dir` in a program.";
const IGNORED =
  "The routes in src/pages are ignored, because the folder pages exists: remove it if it is empty, or move the routes there.";
const EXTENSIONS =
  "The files there have other extensions than routes: see `pageExtensions`, --page-extensions on the command line.";

/** Projects without a route. */
const EMPTY: readonly [string, Readonly<Record<string, string>>, string][] = [
  ["no folder", { "src/index.js": "" }, CURE],
  ["pages alone", { "pages/index.tsx": "export default () => null;" }, CURE],
  ["src/pages alone", { "src/pages/about.tsx": "export default () => null;" }, CURE],
  ["other files in pages/api", { "pages/api/a.mjs": ROUTE, "pages/api/types.d.ts": "" }, EXTENSIONS],
];

const HIDING = { "pages/index.tsx": "export default () => null;", "src/pages/api/a.js": ROUTE };

function looked(dir: string): string {
  return `No routes found: looked in the folders ${join(dir, "pages/api")} and ${join(dir, "src/pages/api")}.`;
}

describe.each(COMMANDS)("pages-api %s %s %s", (...words) => {
  const args = words.filter((word) => word !== undefined);

  it.each(EMPTY)("refuses a project with %s", async (_, files, cure) => {
    const dir = await project(files);
    const ended = await refused(args, { cwd: dir, env: { PORT: "0" } });
    expect(ended).toMatchObject({ code: 1, out: "", err: `error ${looked(dir)} ${cure}\n` });
  });

  it("says that pages hides the routes of src/pages", async () => {
    const dir = await project(HIDING);
    const ended = await refused(args, { cwd: dir, env: { PORT: "0" } });
    expect(ended).toMatchObject({ code: 1, out: "", err: `error ${looked(dir)} ${IGNORED}\n` });
  });
});

it.each([
  ["createServer", createServer],
  ["createHandler", createHandler],
])("a program gets the same error from %s", async (_, create) => {
  const dir = await project(HIDING);
  await expect(create({ dir, dev: false }).ready()).rejects.toMatchObject({
    name: "RouteError",
    code: "NO_PAGES",
    message: `${looked(dir)} ${IGNORED}`,
  });
  await rm(join(dir, "pages"), { recursive: true });
  await expect(create({ dir, dev: false }).ready()).resolves.toBeUndefined();
});

it.each([
  ["expo", { "app/hello.ts": "" }, "The names of API routes end with +api: hello+api.ts."],
  [
    "astro",
    { "src/pages/_hello.ts": "" },
    "Endpoints are .js and .ts files whose names do not begin with an underscore: hello.json.ts.",
  ],
] as const)("says how the names of routes of %s are written", async (name, files, cure) => {
  const dir = await project(files);
  const server = createServer({ dir, dev: false, conventions: [name] });
  await expect(server.ready()).rejects.toMatchObject({
    code: "NO_PAGES",
    message: expect.stringContaining(cure),
  });
});

it("start serves a build that has routes beside a folder without any", async () => {
  const dir = await project({ "pages/api/a.js": ROUTE });
  expect(await run([CLI, "build"], { cwd: dir })).toMatchObject({ code: 0 });
  await rename(join(dir, "pages"), join(dir, "away"));
  await mkdir(join(dir, "pages"));
  const { url } = await serving([CLI, "start"], { cwd: dir });
  expect(await (await fetch(`${url}/api/a`)).text()).toBe("a");
});

it("start says so of a build that has no routes", async () => {
  const dir = await project({ "pages/api/a.js": ROUTE });
  expect(await run([CLI, "build"], { cwd: dir })).toMatchObject({ code: 0 });
  const file = join(dir, ".pages-api/build/manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...manifest, routes: {} }));
  expect(await refused(["start"], { cwd: dir })).toMatchObject({
    code: 1,
    err: "error The build has no routes. Run: pages-api build\n",
  });
});

it("check still tells of names that mean nothing where there is no other file", async () => {
  const dir = await project({ "pages/api/[..a].js": ROUTE });
  const { code, out, err } = await run([CLI, "check"], { cwd: dir });
  expect([code, err]).toEqual([1, ""]);
  expect(out).toMatch(/0 ok, 0 need attention, 1 unsupported\n\nNext: [^\n]+\n$/);
});

it("dev serves, and says that pages hides the routes of src/pages", async () => {
  const dir = await project(HIDING);
  const { prints, url } = await serving([CLI, "dev"], { cwd: dir });
  await prints(new RegExp(`There are no routes yet\\. ${IGNORED}`));
  expect((await fetch(`${url}/api/a`)).status).toBe(404);
});

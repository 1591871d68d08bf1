import { mkdir, readdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, install } from "../support/installed.ts";
import { expectBuild, serveElsewhere, textOf, write } from "../support/standalone.ts";

describe("a standalone folder", () => {
  it("keeps the layout of a workspace, with packages above the project", async () => {
    const root = await folder();
    await write(root, {
      "package.json": '{ "workspaces": ["apps/*", "packages/*"] }',
      "apps/api/package.json": '{ "name": "api", "type": "module" }',
      "apps/api/pages/api/a.ts": `import { db } from "@acme/db"; import old from "old";
        export default (q: any, s: any) => s.json([db, old, process.cwd().endsWith("apps/api")]);`,
      "packages/db/package.json": '{ "name": "@acme/db", "main": "./index.ts" }',
      "packages/db/index.ts": 'import own from "own"; export const db: string = own + "!";',
      "packages/db/node_modules/own/package.json": '{ "name": "own", "type": "module", "exports": "./i.js" }',
      "packages/db/node_modules/own/i.js": 'export default "own";',
      "node_modules/old/package.json": '{ "name": "old" }',
      "node_modules/old/index.js": 'module.exports = require("./lib/" + "old.json").name;',
      "node_modules/old/lib/old.json": '{ "name": "old" }',
      "node_modules/@acme/_": "",
    });
    await symlink("../../packages/db", join(root, "node_modules/@acme/db"), "dir");
    const cli = await install(root, { tools: true, copied: true });
    await expectBuild(cli, join(root, "apps/api"));
    const { url, app } = await serveElsewhere(root, "apps/api/.pages-api/standalone");
    expect(await textOf(url, "a")).toBe('200 ["own!","old",true]');
    expect((await readdir(app)).toSorted()).toEqual([
      "apps",
      "node_modules",
      "package.json",
      "packages",
      "server.js",
    ]);
  });

  it("runs where this package is a link to another place, and only the project has the tracer", async () => {
    const [linked, dir] = [await folder(), await folder()];
    const cli = await install(linked, { tools: true, copied: true });
    await mkdir(join(dir, "node_modules/@vercel"), { recursive: true });
    await rename(join(linked, "node_modules/@vercel/nft"), join(dir, "node_modules/@vercel/nft"));
    await symlink(join(linked, "node_modules/pages-api"), join(dir, "node_modules/pages-api"), "dir");
    await write(dir, {
      "package.json": '{ "type": "module" }',
      "pages/api/a.js":
        'import { ApiError } from "pages-api"; export default (q, s) => s.end(ApiError.name);',
    });
    await expectBuild(cli, dir);
    const { url } = await serveElsewhere(dir);
    expect(await textOf(url, "a")).toBe("200 ApiError");
  });

  it("keeps the links of pnpm", async () => {
    const dir = await folder();
    const cli = await install(dir, { tools: true, copied: true });
    await toPnpm(dir);
    await write(dir, {
      "package.json": "{}",
      "pages/api/a.js": 'import { first } from "first"; export default (q, s) => s.end(first);',
      "node_modules/.pnpm/first@1.0.0/node_modules/first/package.json": '{ "name": "first" }',
      "node_modules/.pnpm/first@1.0.0/node_modules/first/index.js": 'exports.first = require("second") + 1;',
      "node_modules/.pnpm/second@2.0.0/node_modules/second/package.json": '{ "name": "second" }',
      "node_modules/.pnpm/second@2.0.0/node_modules/second/index.js": 'module.exports = "second";',
    });
    await symlink(".pnpm/first@1.0.0/node_modules/first", join(dir, "node_modules/first"), "dir");
    const inner = join(dir, "node_modules/.pnpm/first@1.0.0/node_modules/second");
    await symlink("../../second@2.0.0/node_modules/second", inner, "dir");
    await expectBuild(cli, dir);
    const { url, app } = await serveElsewhere(dir);
    expect(await textOf(url, "a")).toBe("200 second1");
    expect((await readdir(join(app, "node_modules"))).toSorted()).toEqual([".pnpm", "first"]);
  });
});

/** Moves pages-api and its packages into a store, with links, as pnpm lays them out. */
async function toPnpm(dir: string): Promise<void> {
  const modules = join(dir, "node_modules");
  const tools = new Set(["esbuild", "@vercel"]);
  const names = (await readdir(modules)).filter((name) => !tools.has(name));
  const store = join(modules, ".pnpm/pages-api@0.1.0/node_modules");
  await mkdir(store, { recursive: true });
  for (const name of names) await rename(join(modules, name), join(store, name));
  await symlink(".pnpm/pages-api@0.1.0/node_modules/pages-api", join(modules, "pages-api"), "dir");
}

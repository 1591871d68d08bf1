import { symlink } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { echoFiles, type Echoed } from "../support/echo.ts";
import { keepLog, owned, project } from "../support/hosts.ts";

describe("the folder of routes", () => {
  it("is pages/api", async () => {
    const dir = await project(echoFiles(["pages/api/hello.js"]));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/hello").expect(200, { route: "pages/api/hello.js", query: {} });
  });

  it("is src/pages/api where there is no folder pages", async () => {
    const dir = await project(echoFiles(["src/pages/api/hello.js"]));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/hello").expect(200, { route: "src/pages/api/hello.js", query: {} });
  });

  it("is src/pages/api where pages is a file", async () => {
    const dir = await project({ pages: "", ...echoFiles(["src/pages/api/hello.js"]) });
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/hello").expect(200);
  });

  it("is pages/api alone where both exist", async () => {
    const dir = await project(
      echoFiles(["pages/api/both.js", "src/pages/api/both.js", "src/pages/api/src.js"]),
    );
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/both").expect(200, { route: "pages/api/both.js", query: {} });
    await request(server).get("/api/src").expect(404);
  });

  it("is pages even where only src/pages has api routes", async () => {
    const dir = await project({ "pages/index.js": "", ...echoFiles(["src/pages/api/hello.js"]) });
    await expect(owned.start({ dir, dev: false })).rejects.toMatchObject({ code: "NO_PAGES" });

    const server = await owned.start({ dir, dev: true });
    await request(server).get("/api/hello").expect(404);
  });

  it("may be the one file pages/api.js", async () => {
    const dir = await project(echoFiles(["pages/api.js"]));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api").expect(200, { route: "pages/api.js", query: {} });
  });

  it("leaves out everything beside api, which is never loaded", async () => {
    const log = keepLog();
    const files = ["pages/index.js", "pages/apis.js", "pages/about/api/x.js", "pages/[slug].js"];
    const dir = await project({
      ...Object.fromEntries(files.map((file) => [file, "throw new Error('loaded')"])),
      ...echoFiles(["pages/api/hello.js"]),
    });
    const server = await owned.start({ dir, dev: false, logger: log });

    for (const target of ["/", "/apis", "/about/api/x", "/anything"]) {
      await request(server).get(target).expect(404);
    }
    expect(log.errors).toEqual([]);
  });
});

describe("pageExtensions", () => {
  const pageExtensions = ["page.js", "api.ts", "mjs"];

  it.each([
    ["hello.page.js", "/api/hello", 200],
    ["index.api.ts", "/api", 200],
    ["module.mjs", "/api/module", 200],
    ["plain.js", "/api/plain", 404],
    ["plain.ts", "/api/plain", 404],
    ["hello.page.js", "/api/hello.page", 404],
    ["page.js", "/api/page", 404],
    ["[id].page.js", "/api/7", 200],
  ])("are taken literally: %s at %s answers %i", async (file, target, status) => {
    const dir = await project(echoFiles([`pages/api/${file}`, "pages/api/other.mjs"]));
    const server = await owned.start({ dir, dev: false, pageExtensions });

    await request(server).get(target).expect(status);
  });
});

describe("symbolic links", () => {
  it("lead to route files and folders of other places", async () => {
    const dir = await project(echoFiles(["shared/linked.js", "shared/folder/x.js", "pages/api/own.js"]));
    await symlink(join(dir, "shared/linked.js"), join(dir, "pages/api/linked.js"));
    await symlink(join(dir, "shared/folder"), join(dir, "pages/api/folder"));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/own").expect(200);
    await request(server).get("/api/linked").expect(200);
    await request(server).get("/api/folder/x").expect(200);
  });

  it("may put one folder at two places", async () => {
    const dir = await project(echoFiles(["shared/x.js", "pages/api/own.js"]));
    await symlink(join(dir, "shared"), join(dir, "pages/api/a"));
    await symlink(join(dir, "shared"), join(dir, "pages/api/b"));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/a/x").expect(200);
    await request(server).get("/api/b/x").expect(200);
  });

  it("that lead nowhere, or back to a folder above, are passed over", async () => {
    const dir = await project(echoFiles(["pages/api/deep/x.js"]));
    await symlink(join(dir, "gone.js"), join(dir, "pages/api/gone.js"));
    await symlink(join(dir, "pages/api"), join(dir, "pages/api/deep/loop"));
    const server = await owned.start({ dir, dev: false });

    await request(server).get("/api/deep/x").expect(200);
    await request(server).get("/api/gone").expect(404);
    await request(server).get("/api/deep/loop/deep/x").expect(404);
  });
});

describe("two files for one route", () => {
  it.each([
    ["/api/a", "pages/api/a.js", "pages/api/a.ts"],
    ["/api/a", "pages/api/a.jsx", "pages/api/a.tsx"],
    ["/api/a", "pages/api/a.js", "pages/api/a/index.js"],
    ["/api/1", "pages/api/[id].js", "pages/api/[id]/index.js"],
    ["/api/1/2", "pages/api/[...all].js", "pages/api/[...all].ts"],
    ["/api/1/2", "pages/api/[[...all]].js", "pages/api/[[...all]].ts"],
  ])("are warned about: at %s, %s and %s", async (target, ...files) => {
    const log = keepLog();
    const server = await owned.start({ dir: await project(echoFiles(files)), dev: false, logger: log });

    const { body } = await request(server).get(target).expect(200);

    const serving = (body as Echoed).route;
    const hidden = files.find((file) => file !== serving);
    expect(files).toContain(serving);
    expect(log.warnings).toEqual([
      expect.stringMatching(/^Two files for one route, \/api\/.*: (.*) serves it, (.*) is never reached\.$/),
    ]);
    expect(log.warnings[0]).toContain(`${serving} serves it`);
    expect(log.warnings[0]).toContain(`${hidden} is never reached`);
  });

  it("are told apart by the order of pageExtensions", async () => {
    const files = echoFiles(["pages/api/a.ts", "pages/api/a.js"]);
    const options = { dev: false, logger: keepLog() };
    const first = await owned.start({ ...options, dir: await project(files), pageExtensions: ["js", "ts"] });
    const second = await owned.start({ ...options, dir: await project(files), pageExtensions: ["ts", "js"] });

    await request(first).get("/api/a").expect({ route: "pages/api/a.js", query: {} });
    await request(second).get("/api/a").expect({ route: "pages/api/a.ts", query: {} });
  });

  it("are told apart by the folder first: its index serves, as in Next", async () => {
    const dir = await project(echoFiles(["pages/api/a.tsx", "pages/api/a/index.js"]));
    const server = await owned.start({ dir, dev: false, logger: keepLog() });

    await request(server).get("/api/a").expect({ route: "pages/api/a/index.js", query: {} });
  });

  it("leave the one that does not serve unloaded", async () => {
    const log = keepLog();
    const dir = await project({
      ...echoFiles(["pages/api/a.ts"]),
      "pages/api/a.js": "throw new Error('loaded')",
    });
    const server = await owned.start({ dir, dev: false, logger: log, pageExtensions: ["ts", "js"] });

    await request(server).get("/api/a").expect(200);
    expect(log.errors).toEqual([]);
  });
});

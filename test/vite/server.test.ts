import { once } from "node:events";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { ErrorHandler } from "../../src/index.ts";
import { createSite } from "../../src/vite/site.ts";
import { keepLog, listen } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { build, project, start, versions } from "../support/vite.ts";

const ROUTE = "export default (req, res) => res.json({ page: req.query.page ?? null });";

describe.each(versions)("the server.js of a Vite build, %s", (_, vite) => {
  const served = shared(async () => {
    const dir = await project({
      "pages/api/a.js": ROUTE,
      "pages/api/boom.ts":
        "interface A { b: string }\n\nexport default (): A => {\n  throw new Error('boom');\n};",
      "pages/api/slow.js": "export default (q, s) => { s.write('a'); setTimeout(() => s.end('b'), 300); };",
    });
    await build(vite, dir);
    return start(join(dir, "dist/server.js"));
  });

  it("answers navigations with the page, and nothing else of what is not there", async () => {
    const { url } = served();
    const html = "text/html,application/xhtml+xml,*/*;q=0.8";
    await request(url)
      .get("/users/7?tab=a")
      .set("Accept", html)
      .expect(200, /id="app"/);
    await request(url).get("/users/7").set("Accept", "*/*").expect(404, "Not Found");
    await request(url).get("/assets/none.js").set("Accept", "*/*").expect(404);
    await request(url).post("/users/7").set("Accept", html).expect(404);
    await request(url).get("/api/none").set("Accept", html).expect(404, "Not Found");
    await request(url).get("/api").set("Accept", html).expect(404, "Not Found");
    await request(url).get("/api/none").set("Accept", "application/json").expect(404, { error: "Not Found" });
    for (const path of ["/server.js", "/..%2fserver.js", "/%2e%2e/api/manifest.json"]) {
      await request(url).get(path).set("Accept", "*/*").expect(404);
    }
  });

  it("names the user's lines in the log of a built server", async () => {
    const { url, errors } = served();
    await request(url).get("/api/boom").expect(500, "Internal Server Error");
    await expect.poll(errors).toMatch(/boom[\s\S]*pages\/api\/boom\.ts:4:9/);
  });

  it("ends by SIGTERM when the running requests are answered", async () => {
    const { url, child } = served();
    const response = await fetch(`${url}/api/slow`, { headers: { Connection: "close" } });
    child.kill("SIGTERM");
    expect(await response.text()).toBe("ab");
    const [code] = child.exitCode === null ? ((await once(child, "exit")) as [number]) : [child.exitCode];
    expect(code).toBe(0);
  });

  it("can be moved, with what it needs of node_modules, and reads .env where it is then", async () => {
    const dir = await project({ "pages/api/a.js": "export default (q, s) => s.send(process.env.NAME);" });
    await build(vite, dir);
    await rm(join(dir, "pages"), { recursive: true });
    await mkdir(join(dir, "moved"));
    for (const name of ["dist", "node_modules", "package.json"])
      await rename(join(dir, name), join(dir, "moved", name));
    await writeFile(join(dir, "moved/.env"), "NAME=moved");
    const { url } = await start(join(dir, "moved/dist/server.js"));
    await request(url).get("/api/a").expect(200, "moved");
  });
});

describe("createSite", () => {
  it("takes the options of createServer", async () => {
    const dir = await project({ "pages/api/a.js": "export default () => { throw new Error('boom'); };" });
    const log = keepLog();
    const onError: ErrorHandler = (_error, { req, res }) =>
      res.json({ status: res.statusCode, url: req.url });
    const site = createSite({
      dir,
      clientDir: join(dir, "src"),
      base: "/app/",
      spa: false,
      logger: log,
      onError,
    });
    await site.ready();
    const server = await listen(site);
    await request(server).get("/app/main.js").expect(200, /ready/);
    await request(server).get("/api/a").expect(500, { status: 500, url: "/api/a" });
    await request(server)
      .get("/app/none?a=1")
      .set("Accept", "text/html")
      .expect(404, { status: 404, url: "/app/none?a=1" });
    expect(log.errors).toHaveLength(1);
  });

  it("refuses a folder of the client that is not there", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    expect(() => createSite({ dir, clientDir: join(dir, "none") })).toThrow(/none/);
  });
});

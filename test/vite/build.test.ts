import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import type { InlineConfig } from "vite";
import { describe, expect, it, onTestFinished } from "vitest";
import { shared } from "../support/lifetime.ts";
import { ANSWERS, FORMS } from "../support/vite.forms.ts";
import { build, project, settings, start, urlOf, type Vite, versions } from "../support/vite.ts";

const ROUTE = "export default (req, res) => res.json({ page: req.query.page ?? null });";

async function preview(
  vite: Vite,
  dir: string,
  config: InlineConfig = {},
): Promise<{ url: string; log: string[] }> {
  const log: string[] = [];
  const host = { preview: { host: "127.0.0.1", port: 0 } };
  const server = await vite.preview(settings(dir, {}, { ...config, ...host }, log));
  onTestFinished(() => server.close());
  return { url: urlOf(server.httpServer), log };
}

describe.each(versions)("pages-api/vite in a build, %s", (_, vite) => {
  it("writes client, API and a server.js that serves both, without Vite and without the sources", async () => {
    const dir = await project({
      ...FORMS,
      "pages/api/docs/[[...page]].js": ROUTE,
      "public/robots.txt": "robots",
    });
    await build(vite, dir);
    const { url } = await start(join(dir, "dist/server.js"));
    for (const [route, answer] of Object.entries(ANSWERS(dir))) {
      await request(url).get(`/api/${route}`).expect(200, answer);
    }
    await request(url).get("/api/default").expect(200, "default");
    await request(url)
      .get("/api/docs/a/b")
      .expect(200, { page: ["a", "b"] });
    const page = await request(url)
      .get("/")
      .expect(200, /id="app"/)
      .expect("Cache-Control", "no-cache");
    const [script] = /\/assets\/[^"]+\.js/.exec(page.text)!;
    await request(url)
      .get(script)
      .expect(200, /ready/)
      .expect("Cache-Control", "public, max-age=31536000, immutable");
    await request(url)
      .get("/robots.txt")
      .expect(200, "robots")
      .expect("Content-Type", /^text\/plain/);
    const { headers } = await request(url).head("/robots.txt").expect(200);
    await request(url)
      .get("/robots.txt")
      .set("If-None-Match", headers["etag"] as string)
      .expect(304);
  });

  describe("of modules that Vite resolves", () => {
    const route = "import { next } from '../../lib/count'; export default (q, s) => s.json(next());";
    const served = shared(async () => {
      const dir = await project({
        "lib/name.ts": "export const name: string = 'alias';",
        "pages/api/alias.ts":
          "import { name } from '@/name'; declare const __DEFINED__: string; export default (q: any, s: any) => s.json([name, __DEFINED__, import.meta.env.MODE, process.env.NODE_ENV]);",
        "lib/count.js": "let n = 0; export const next = () => ++n;",
        "pages/api/a.js": route,
        "pages/api/b.js": route,
      });
      const resolve = { alias: { "@": join(dir, "lib") } };
      await build(vite, dir, {}, { define: { __DEFINED__: '"defined"' }, resolve });
      return start(join(dir, "dist/server.js"));
    });

    it("builds through Vite: aliases, defines and plugins", async () => {
      const answer = ["alias", "defined", "production", "production"];
      await request(served().url).get("/api/alias").expect(200, answer);
    });

    it("shares one instance of a module among routes", async () => {
      const { url } = served();
      await request(url).get("/api/a").expect(200, "1");
      await request(url).get("/api/b").expect(200, "2");
    });
  });

  it("follows `build.outDir`, `base`, the client's own entries and the plugin's options", async () => {
    const dir = await project({
      "pages/api/a.page.js": "export default (q, s) => s.json(q.query);",
      "admin.html": "<p>admin</p>",
    });
    const input = { main: join(dir, "index.html"), admin: join(dir, "admin.html") };
    const options = { pageExtensions: ["page.js"], queryParser: "extended" as const };
    const log = await build(vite, dir, options, {
      base: "/app/",
      build: { outDir: "out", rollupOptions: { input } },
    });
    expect(log).not.toMatch(/warn|invalid/i);
    expect(existsSync(join(dir, "out/api/manifest.json"))).toBe(true);
    const { url } = await start(join(dir, "out/server.js"));
    await request(url)
      .get("/api/a?b[c]=1")
      .expect(200, { b: { c: "1" } });
    const page = await request(url)
      .get("/app/")
      .expect(200, /id="app"/);
    await request(url)
      .get(/\/app\/assets\/[^"]+\.js/.exec(page.text)![0])
      .expect(200);
    await request(url)
      .get("/app")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
    await request(url).get("/app/admin.html").expect(200, /admin/);
    await request(url)
      .get("/app/deep")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
    await request(url).get("/elsewhere").set("Accept", "text/html").expect(404);
  });

  it("refuses a build with a broken route or a wrong tree, and names the file", async () => {
    const broken = await project({ "pages/api/a.js": "export default (" });
    await expect(build(vite, broken)).rejects.toThrow(/a\.js/);
    const missing = await project({ "pages/api/a.js": "import './nothing'; export default () => {};" });
    await expect(build(vite, missing)).rejects.toThrow(/Cannot find "\.\/nothing"/);
    const wrong = await project({ "pages/api/[a].js": ROUTE, "pages/api/[b].js": ROUTE });
    await expect(build(vite, wrong)).rejects.toThrow(/\[a\]\.js[\s\S]*\[b\]\.js/);
    await expect(build(vite, await project({}))).rejects.toThrow(/No routes found/);
  });

  it("writes no server where the user has one, and says what server.js cannot carry", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    await build(vite, dir, { server: false });
    expect(existsSync(join(dir, "dist/server.js"))).toBe(false);
    const log = await build(vite, dir, { previewSecret: "0123456789abcdef", onError: () => {} });
    expect(log).toMatch(/cannot contain previewSecret and onError/);
    expect(await readFile(join(dir, "dist/server.js"), "utf8")).not.toContain("0123456789abcdef");
  });

  it("leaves `vite build --ssr` to the user's own entry", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE, "src/entry.js": "export const answer = 42;" });
    await build(vite, dir, {}, { build: { ssr: "src/entry.js" } });
    expect(existsSync(join(dir, "dist/entry.js"))).toBe(true);
    expect(existsSync(join(dir, "dist/api"))).toBe(false);
  });
});

describe.each(versions)("pages-api/vite in preview, %s", (_, vite) => {
  it("serves the build: the client, the API, and its 404", async () => {
    const dir = await project({
      "pages/api/a.ts": "declare const __V__: string; export default (q: any, s: any) => s.send(__V__);",
    });
    const config = { define: { __V__: '"built"' } };
    await build(vite, dir, {}, config);
    const { url } = await preview(vite, dir, config);
    await request(url).get("/api/a").expect(200, "built");
    await request(url).get("/api/none").set("Accept", "text/html").expect(404, "Not Found");
    await request(url)
      .get("/deep/page")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
  });

  it("warns of a build that is older than a source of any route", async () => {
    const route = "import { text } from '../../lib/text'; export default (q: any, s: any) => s.send(text);";
    const dir = await project({
      "lib/text.ts": "export const text = 'built';",
      "pages/api/a.ts": route,
      "pages/api/b.ts": route,
    });
    await build(vite, dir);
    expect((await preview(vite, dir)).log.join("\n")).not.toMatch(/older/);
    await writeFile(join(dir, "lib/text.ts"), "export const text = 'edited';");
    const { url, log } = await preview(vite, dir);
    expect(log.join("\n")).toMatch(/older than its sources.*lib\/text\.ts has changed\. Run: vite build$/m);
    await request(url).get("/api/a").expect(200, "built");
  });

  it("serves the sources where there is no build of the API, and says so", async () => {
    const dir = await project({ "pages/api/a.ts": "export default (q: any, s: any) => s.send('source');" });
    await mkdir(join(dir, "dist/client"), { recursive: true });
    const { url, log } = await preview(vite, dir);
    await request(url).get("/api/a").expect(200, "source");
    expect(log.join("\n")).toMatch(/no build of the API/);
  });
});

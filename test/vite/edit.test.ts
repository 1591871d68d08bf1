import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import type { HotPayload, Plugin } from "vite";
import { describe, expect, it } from "vitest";
import { makeGate } from "../support/gate.ts";
import { shared } from "../support/lifetime.ts";
import { openPage } from "../support/vite.page.ts";
import { project, serveVite, spawnVite, versions } from "../support/vite.ts";

const answering = (text: string): string =>
  `export default (req, res) => { res.send(${JSON.stringify(text)}); };`;

describe.each(versions)("pages-api/vite while files change, %s", (name, vite) => {
  it("puts an edit in force with the very next request, every time", async () => {
    const dir = await project({
      "lib/text.js": "export const text = '0';",
      "pages/api/a.js": "import { text } from '../../lib/text'; export default (q, s) => s.send(text);",
    });
    const { url } = await serveVite(vite, dir);
    for (let edit = 1; edit <= 10; edit += 1) {
      await writeFile(join(dir, "lib/text.js"), `export const text = 'edit ${edit}';`);
      await request(url).get("/api/a").expect(200, `edit ${edit}`);
    }
  });

  it("keeps the state of modules that have not changed, and starts a changed one once", async () => {
    const dir = await project({
      "lib/pool.ts": "let uses = 0; export const use = (): number => ++uses;",
      "pages/api/a.ts":
        "import { use } from '../../lib/pool'; export default (q: any, s: any) => s.json(['one', use()]);",
    });
    const told: string[] = [];
    const watching: Plugin = { name: "watching", hotUpdate: ({ file }) => void told.push(file) };
    const { url, server } = await serveVite(vite, dir, {}, { plugins: [watching] });
    const get = (): request.Test => request(url).get("/api/a");
    await get().expect(200, ["one", 1]);
    await writeFile(
      join(dir, "pages/api/a.ts"),
      "import { use } from '../../lib/pool'; export default (q: any, s: any) => s.json(['two', use()]);",
    );
    await get().expect(200, ["two", 2]);
    await writeFile(join(dir, "lib/pool.ts"), "let uses = 10; export const use = (): number => ++uses;");
    await get().expect(200, ["two", 11]);
    // Vite's watcher may come with the edit only now; what a request has loaded since is kept.
    const file = join(dir, "lib/pool.ts");
    const before = told.length;
    server.watcher.emit("change", file);
    await expect.poll(() => told.slice(before)).toContain(file);
    await get().expect(200, ["two", 12]);
  });

  it("misses no edit that comes while a module is still loading", async () => {
    const gate = makeGate();
    const dir = await project({
      "pages/api/a.js": `await globalThis[${JSON.stringify(gate.name)}](); ${answering("slow")}`,
    });
    const { url } = await serveVite(vite, dir);
    const first = request(url)
      .get("/api/a")
      .expect(200, "slow")
      .then(() => {});
    await gate.reached;
    await writeFile(join(dir, "pages/api/a.js"), answering("edited"));
    gate.open();
    await first;
    await request(url).get("/api/a").expect(200, "edited");
  });

  it("tells the page of an edit, before a request comes", async () => {
    const dir = await project({ "pages/api/a.js": answering("a") });
    const served = await serveVite(vite, dir);
    const page = await openPage(served);
    await request(served.url).get("/api/a").expect(200, "a");
    await writeFile(join(dir, "pages/api/a.js"), answering("edited"));
    const isChange = (message: HotPayload): boolean =>
      message.type === "custom" && message.event === "pages-api:change";
    expect(await page.next(isChange)).toMatchObject({ data: { file: "pages/api/a.js" } });
    // At once, as a formatter does: Vite's watcher alone would miss it.
    await writeFile(join(dir, "pages/api/a.js"), answering("formatted"));
    expect(await page.next(isChange)).toMatchObject({ data: { file: "pages/api/a.js" } });
    await request(served.url).get("/api/a").expect(200, "formatted");
    await writeFile(join(dir, "pages/api/b.js"), answering("b"));
    expect(await page.next((sent) => isChange(sent) && JSON.stringify(sent).includes("b.js"))).toBeDefined();
  });

  it("sees new, removed and renamed routes, in new folders too", async () => {
    const dir = await project({ "pages/api/a.js": answering("a") });
    const { url } = await serveVite(vite, dir);
    await request(url).get("/api/a").expect(200, "a");
    await mkdir(join(dir, "pages/api/deep"));
    await writeFile(join(dir, "pages/api/deep/[id].js"), answering("deep"));
    await request(url).get("/api/deep/1").expect(200, "deep");
    await rename(join(dir, "pages/api/a.js"), join(dir, "pages/api/b.js"));
    await request(url).get("/api/a").expect(404);
    await request(url).get("/api/b").expect(200, "a");
    await rm(join(dir, "pages/api/b.js"));
    await request(url).get("/api/b").expect(404);
  });

  const broken = [
    ["a syntax error", "export default (req, res) => {\n  res.send(;\n};", 2, /Unexpected/],
    [
      "an import of nothing",
      "\nimport x from './nothing'; export default () => x;",
      2,
      /Cannot find "\.\/nothing"/,
    ],
    ["a throw", "export default () => {\n  throw new Error('boom');\n};", 2, /boom/],
    ["a throw at import", "\nexport default 1;\nthrow new Error('boom');", 3, /boom/],
  ] as const;

  /** As its command line runs it: a route for each of these, and others. */
  const spawned = shared(async () => {
    const routes = broken.map((_, index) => [`pages/api/a${index}.ts`, answering("fine")]);
    const dir = await project({
      ...(Object.fromEntries(routes) as Record<string, string>),
      "pages/api/b.js": answering("b"),
      "pages/api/left.js": "export default (q, s) => { Promise.reject(new Error('left')); s.send('a'); };",
    });
    return { dir, ...(await spawnVite(name, dir)) };
  });

  it.each(broken.map((each, index) => [...each, index] as const))(
    "shows %s in the answer, in the page and in the log, and recovers",
    async (_, text, line, message, index) => {
      const { dir, ...served } = spawned();
      const [file, path] = [`pages/api/a${index}.ts`, `/api/a${index}`];
      const page = await openPage(served);
      const before = served.log().length;
      const api = (path: string): request.Test => request(served.url).get(path);
      await api(path).expect(200, "fine");
      await writeFile(join(dir, file), text);
      const { body } = await api(path).set("Accept", "application/json").expect(500);
      expect(body.error).toMatchObject({ file, line, message: expect.stringMatching(message) as string });
      const shown = await page.next(({ type }) => type === "error");
      expect(shown).toMatchObject({
        err: { message: expect.stringMatching(message) as string, loc: { file: join(dir, file), line } },
      });
      expect(served.log().slice(before)).toMatch(message);
      await api("/api/b").expect(200, "b");
      await writeFile(join(dir, file), answering("mended"));
      await api(path).expect(200, "mended");
      await page.next((sent) => sent.type === "update" && sent.updates.length === 0);
    },
  );

  it("finds a file that was missing as soon as it is there", async () => {
    const dir = await project({
      "pages/api/a.js": "import { x } from './_lib/x'; export default (q, s) => s.send(x);",
    });
    const { url } = await serveVite(vite, dir, { pageExtensions: ["js"] });
    await request(url).get("/api/a").expect(500);
    await mkdir(join(dir, "pages/api/_lib"));
    await writeFile(join(dir, "pages/api/_lib/x.ts"), "export const x = 'there';");
    await request(url).get("/api/a").expect(200, "there");
  });

  it("survives a promise that a route leaves to reject", async () => {
    const { url, log } = spawned();
    await request(url).get("/api/left").expect(200, "a");
    await expect.poll(log).toMatch(/left/);
    await request(url).get("/api/left").expect(200, "a");
  });
});

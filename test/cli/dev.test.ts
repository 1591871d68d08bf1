import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, type Serving, serving } from "../support/program.ts";

interface Dev extends Serving {
  readonly dir: string;
}

/** Runs `dev` in its default settings, but for what decides where it listens and how it prints. */
async function startDev(files: Readonly<Record<string, string>>): Promise<Dev> {
  const dir = await project(files);
  const env = { PAGES_API_LOG: undefined };
  return { dir, ...(await serving([CLI, "dev", dir, "--port", "0"], { env })) };
}

const answering = (text: string): string =>
  `export default (req, res) => { res.send(${JSON.stringify(text)}); };`;

/** What a program edits while `dev` runs. Each test has files of its own in it. */
const EDITED = {
  "pages/api/edit.js": answering("0"),
  "pages/api/renamed.js": answering("before"),
  "lib/pool.ts": "let uses = 0; export const use = (): number => ++uses;",
  "lib/words.ts": "export const text = 'one';",
  "pages/api/state.ts":
    "import { use } from '../../lib/pool'; import { text } from '../../lib/words'; export default (q: any, s: any) => s.json([text, use()]);",
  "lib/text/index.js": "export const text = 'index';",
  "pages/api/place.js":
    'import { text } from "../../lib/text"; export default (req, res) => { res.send(text); };',
  "pages/api/broken.js": answering("fine"),
  "pages/api/b.js": answering("b"),
  "pages/api/saved.js": answering("fine"),
  "pages/api/u/[a].js": answering("a"),
  "pages/api/old.js": answering("old"),
  ".env": "GREETING=hello",
  "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./one/*"] } } }',
  "one/name.ts": "export const name = 'one';",
  "two/name.ts": "export const name = 'two';",
  "pages/api/configured.ts":
    "import { name } from '@/name'; const greeting = process.env.GREETING; export default (q: any, s: any) => s.send(`${greeting} ${name}`);",
};

describe("pages-api dev, while files change", () => {
  const served = shared(() => startDev(EDITED));

  it("puts an edit in force with the very next request, every time", async () => {
    const { dir, url } = served();
    for (let edit = 1; edit <= 20; edit += 1) {
      await writeFile(join(dir, "pages/api/edit.js"), answering(`edit ${edit}`));
      await request(url).get("/api/edit").expect(200, `edit ${edit}`);
    }
  });

  it("sees an edit that an editor made by renaming", async () => {
    const { dir, url, prints } = served();
    await writeFile(join(dir, "pages/api/.renamed.js.swp"), answering("after"));
    await rename(join(dir, "pages/api/.renamed.js.swp"), join(dir, "pages/api/renamed.js"));
    await prints(/reloaded, \d+ routes: .*pages\/api\/renamed\.js/);
    await request(url).get("/api/renamed").expect(200, "after");
  });

  it("keeps the state of a module that has not changed", async () => {
    const { dir, url } = served();
    await request(url).get("/api/state").expect(200, ["one", 1]);
    await writeFile(join(dir, "lib/words.ts"), "export const text = 'two';");
    await request(url).get("/api/state").expect(200, ["two", 2]);
    await writeFile(join(dir, "lib/pool.ts"), "let uses = 10; export const use = (): number => ++uses;");
    await request(url).get("/api/state").expect(200, ["two", 11]);
  });

  it("sees a file that takes the place of another, and that goes again", async () => {
    const { dir, url } = served();
    await request(url).get("/api/place").expect(200, "index");
    await writeFile(join(dir, "lib/text.ts"), "export const text: string = 'file';");
    await request(url).get("/api/place").expect(200, "file");
    await rm(join(dir, "lib/text.ts"));
    await request(url).get("/api/place").expect(200, "index");
  });

  const broken = [
    ["a syntax error", "export default (", /pages\/api\/broken\.js:1:17/],
    [
      "an import of nothing",
      "import x from './nothing'; export default x;",
      /pages\/api\/broken\.js:1:15.*Cannot find "\.\/nothing"/,
    ],
    ["a throw", "export default () => {\n  throw new Error('boom');\n};", /boom/],
    ["a throw at import", "\nthrow new Error('boom');", /pages\/api\/broken\.js:2:7/],
  ] as const;

  describe.each(broken)("with %s", (_, text, message) => {
    it("shows place and code to a browser, to a program and in the terminal, and recovers", async () => {
      const { dir, url, prints } = served();
      await writeFile(join(dir, "pages/api/broken.js"), answering("fine"));
      await request(url).get("/api/broken").expect(200, "fine");
      await writeFile(join(dir, "pages/api/broken.js"), text);
      const plain = await request(url)
        .get("/api/broken")
        .expect(500)
        .expect("Content-Type", /^text\/plain/);
      expect(plain.text).toMatch(message);
      expect(plain.text).toMatch(/> +\d+ \|/);
      const json = await request(url).get("/api/broken").set("Accept", "application/json").expect(500);
      expect(json.body.error).toMatchObject({
        file: "pages/api/broken.js",
        line: expect.any(Number) as number,
      });
      expect(json.body.error.message).toMatch(/boom|Unexpected|Cannot find/);
      const page = await request(url).get("/api/broken").set("Accept", "text/html,*/*;q=0.1").expect(500);
      expect(page.headers["content-type"]).toMatch(/^text\/html/);
      expect(page.text).toMatch(/boom|Unexpected|Cannot find/);
      await prints(/> +\d+ \|/);
      await request(url).get("/api/b").expect(200, "b");
      await writeFile(join(dir, "pages/api/broken.js"), answering("mended"));
      await request(url).get("/api/broken").expect(200, "mended");
    });
  });

  it("tells of a broken file when it is saved, before anyone asks for it", async () => {
    const { dir, prints } = served();
    await writeFile(join(dir, "pages/api/saved.js"), "export default (");
    await prints(/error pages\/api\/saved\.js:1:17/);
    await writeFile(join(dir, "pages/api/saved.js"), answering("fine"));
  });

  it("answers 500 while routes contradict each other, names both files, and recovers", async () => {
    const { dir, url, prints } = served();
    await writeFile(join(dir, "pages/api/u/[b].js"), answering("b"));
    await request(url).get("/api/u/1").expect(500);
    await prints(/different slug names[\s\S]*pages\/api\/u\/\[a\]\.js[\s\S]*pages\/api\/u\/\[b\]\.js/);
    await rm(join(dir, "pages/api/u/[b].js"));
    await request(url).get("/api/u/1").expect(200, "a");
  });

  it("sees new, removed and renamed routes, in new folders too", async () => {
    const { dir, url, prints } = served();
    await mkdir(join(dir, "pages/api/deep/er"), { recursive: true });
    await writeFile(join(dir, "pages/api/deep/er/[id].js"), answering("deep"));
    await request(url).get("/api/deep/er/1").expect(200, "deep");
    await rename(join(dir, "pages/api/old.js"), join(dir, "pages/api/young.js"));
    await request(url).get("/api/old").expect(404);
    await request(url).get("/api/young").expect(200, "old");
    await rm(join(dir, "pages/api/young.js"));
    await request(url).get("/api/young").expect(404);
    await prints(/reloaded, \d+ routes: pages\/api\/young\.js is gone\n/);
  });

  it("follows tsconfig.json and the .env files", async () => {
    const { dir, url } = served();
    await request(url).get("/api/configured").expect(200, "hello one");
    await writeFile(join(dir, "tsconfig.json"), '{ "compilerOptions": { "paths": { "@/*": ["./two/*"] } } }');
    await request(url).get("/api/configured").expect(200, "hello two");
    await writeFile(join(dir, ".env.local"), "GREETING=bye");
    await request(url).get("/api/configured").expect(200, "bye two");
    await rm(join(dir, ".env.local"));
    await request(url).get("/api/configured").expect(200, "hello two");
  });
});

describe("pages-api dev", () => {
  it("prints the URL, the routes in matching order, and a line for each request", async () => {
    const { url, prints } = await startDev({
      "pages/api/hello.js": answering("hello"),
      "pages/api/post/[pid].js": answering("post"),
      "pages/api/post/new.js": answering("new"),
    });
    await prints(
      /\/api\/hello +pages\/api\/hello\.js\n +route +\/api\/post\/new .*\n +route +\/api\/post\/\[pid\] /,
    );
    await request(url).get("/api/hello").expect(200, "hello");
    await prints(/GET \/api\/hello 200 in \d+ ms\n/);
    await request(url).get("/api/none").expect(404);
    await prints(/GET \/api\/none 404 in \d+ ms\n/);
  });

  it("loses no request while files change, and answers none from half a tree", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`pages/api/r${index}.js`, answering("0")]),
    );
    const { dir, url } = await startDev({
      ...files,
      "lib/v.js": "export const v = 0;",
      "pages/api/v.js": "import { v } from '../../lib/v'; export default (q, s) => s.send(String(v));",
    });
    let edits = 0;
    let done = false;
    const editing = (async () => {
      for (edits = 1; edits <= 15; edits += 1) {
        await writeFile(join(dir, "lib/draft"), `export const v = ${edits};`);
        await rename(join(dir, "lib/draft"), join(dir, "lib/v.js"));
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      done = true;
    })();
    let last = 0;
    while (!done) {
      const before = edits - 1;
      const { status, text } = await request(url).get("/api/v");
      expect(status).toBe(200);
      expect(Number(text)).toBeGreaterThanOrEqual(Math.max(last, before));
      last = Number(text);
    }
    await editing;
  });

  it("shows a mistake once, and then names it in a line for each request", async () => {
    const { url, prints, printed } = await startDev({ "pages/api/a.js": "export default (" });
    expect(printed()).toMatch(/error pages\/api\/a\.js:1:17[^]*> 1 \| export default \(/);
    await request(url).get("/api/a").expect(500);
    await prints(/GET \/api\/a 500/);
    expect(printed().match(/error pages\/api\/a\.js:1:17: .*\n/g)).toHaveLength(2);
    expect(printed().match(/> 1 \| export default \(/g)).toHaveLength(1);
  });

  it("says so where there are no routes yet, and serves the first", async () => {
    const { dir, url, prints } = await startDev({ "pages/index.js": "" });
    await prints(/There are no routes yet/);
    await mkdir(join(dir, "pages/api"));
    await writeFile(join(dir, "pages/api/hello.js"), answering("first"));
    await request(url).get("/api/hello").expect(200, "first");
  });

  it("watches a tree of a thousand routes", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `pages/api/d${index % 50}/r${index}.js`,
        answering(String(index)),
      ]),
    );
    const { dir, url, prints } = await startDev(files);
    await request(url).get("/api/d7/r57").expect(200, "57");
    await writeFile(join(dir, "pages/api/d7/r57.js"), answering("edited"));
    await prints(/reloaded, 1000 routes/);
    await request(url).get("/api/d7/r57").expect(200, "edited");
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import { keepLog, owned, project } from "../../support/hosts.ts";
import { CLI, type Ended, run, serving } from "../../support/program.ts";

const CONFIG = "export default { site: 'https://example.com' };";

async function build(files: Record<string, string>): Promise<Ended & { dir: string }> {
  const dir = await project({ "astro.config.mjs": CONFIG, ...files });
  return { ...(await run([CLI, "build"], { cwd: dir })), dir };
}

/** Serves a build as `start` does, in this process. */
function serveBuild(dir: string): Promise<Server> {
  return owned.start({ dir, dev: false, logger: keepLog() });
}

/** Builds a project without an error, takes its sources away, and serves it. */
async function expectBuildAndStart(
  files: Record<string, string>,
): Promise<{ server: Server; dir: string; err: string }> {
  const { dir, code, err } = await build(files);
  expect([code, code === 0 ? "" : err]).toEqual([0, ""]);
  await rm(join(dir, "src"), { recursive: true });
  return { server: await serveBuild(dir), dir, err };
}

const written = (dir: string, file: string): string => readFileSync(join(dir, "dist", file), "utf8");

it("calls GET once in the build, with the URL of the site and no headers", async () => {
  const { server, dir } = await expectBuildAndStart({
    "src/pages/when.json.ts": `const made = Math.random();
      export const GET = ({ request, url, isPrerendered, params }) => new Response(JSON.stringify(
        { made, url: request.url, path: url.pathname, headers: [...request.headers].length, isPrerendered, params }),
        { status: 203, headers: { "Content-Type": "application/vnd.api+json", "X-Made": "once" } });`,
  });
  const answers = [await request(server).get("/when.json?a=1"), await request(server).post("/when.json")];
  for (const { status, headers, body } of answers) {
    const text = body instanceof Buffer ? body.toString() : JSON.stringify(body);
    expect(text).toBe(written(dir, "when.json"));
    expect(status).toBe(203);
    expect(headers).toMatchObject({ "content-type": "application/vnd.api+json", "x-made": "once" });
  }
  expect(JSON.parse(written(dir, "when.json"))).toMatchObject({
    url: "https://example.com/when.json",
    path: "/when.json",
    headers: 0,
    isPrerendered: true,
    params: {},
  });
});

it("answers If-None-Match, and HEAD without a body", async () => {
  const { server } = await expectBuildAndStart({
    "src/pages/feed.xml.ts": `export const GET = () => new Response("<rss/>", { headers: { "Content-Type": "text/xml" } });`,
  });
  const first = await request(server)
    .get("/feed.xml")
    .expect(200)
    .expect("Cache-Control", "public, max-age=0");
  const again = await request(server).get("/feed.xml").set("If-None-Match", first.headers["etag"]!);
  expect([again.status, again.text]).toEqual([304, ""]);
  await request(server).get("/feed.xml").set("If-None-Match", '"other"').expect(200);
  const head = await request(server).head("/feed.xml").expect(200).expect("ETag", first.headers["etag"]!);
  expect(head.text).toBeUndefined();
});

it("makes the paths of getStaticPaths alone, with params as text and props", async () => {
  const { server, dir } = await expectBuildAndStart({
    "src/pages/posts/[id].json.ts": `export const getStaticPaths = () => [
        { params: { id: 1 }, props: { name: "one" } }, { params: { id: "a ä" }, props: { name: "two" } }];
      export const GET = ({ params, props }) => Response.json({ ...params, ...props });`,
    "src/pages/docs/[...path].txt.ts": `export const getStaticPaths = ({ routePattern }) =>
        [{ params: { path: "a/b" }, props: { routePattern } }, { params: { path: undefined } }];
      export const GET = ({ params, props }) => new Response(JSON.stringify([Object.keys(params), params.path, props]));`,
  });
  await request(server).get("/posts/1.json").expect(200, { id: "1", name: "one" });
  await request(server).get("/posts/a%20%C3%A4.json").expect(200, { id: "a ä", name: "two" });
  await request(server).get("/posts/2.json").expect(404);
  expect(JSON.parse(written(dir, "posts/a ä.json"))).toEqual({ id: "a ä", name: "two" });
  await request(server)
    .get("/docs/a/b.txt")
    .expect(200, '[["path"],"a/b",{"routePattern":"/docs/[...path].txt"}]');
  await request(server).get("/docs/.txt").expect(200, '[["path"],null,{}]');
});

it("makes a path for each page of paginate", async () => {
  const { server } = await expectBuildAndStart({
    "src/pages/p/[page].json.ts": `export const getStaticPaths = ({ paginate }) =>
        paginate(["a", "b", "c"], { pageSize: 2, props: { more: 1 } });
      export const GET = ({ props }) => Response.json(props);`,
  });
  await request(server)
    .get("/p/1.json")
    .expect(200, {
      more: 1,
      page: {
        data: ["a", "b"],
        start: 0,
        end: 1,
        size: 2,
        total: 3,
        currentPage: 1,
        lastPage: 2,
        url: { current: "/p/1.json", next: "/p/2.json", last: "/p/2.json" },
      },
    });
  const second = await request(server).get("/p/2.json").expect(200);
  expect(second.body).toMatchObject({ page: { data: ["c"], start: 2, end: 2, url: { prev: "/p/1.json" } } });
  await request(server).get("/p/3.json").expect(404);
});

it("writes no file for an empty body, and a page that goes on for a redirect", async () => {
  const { server, dir } = await expectBuildAndStart({
    "src/pages/empty.txt.ts": "export const GET = () => new Response(null, { status: 204 });",
    "src/pages/old.ts": "export const GET = ({ redirect }) => redirect('/new?a=1&b=2');",
  });
  expect(existsSync(join(dir, "dist/empty.txt"))).toBe(false);
  await request(server).get("/empty.txt").expect(204);
  expect(written(dir, "old")).toContain('<meta http-equiv="refresh" content="2;url=/new?a=1&amp;b=2">');
  expect(written(dir, "old")).toContain('<link rel="canonical" href="https://example.com/new?a=1&amp;b=2">');
  await request(server).get("/old").expect(302).expect("Location", "/new?a=1&b=2");
});

it("decodes the results of Astro 2 by their encoding", async () => {
  const bytes = [137, 80, 0, 255];
  const bodies = ["base64", "hex", "binary", "latin1"].map((encoding) => [
    encoding,
    Buffer.from(bytes).toString(encoding as BufferEncoding),
  ]);
  const files = bodies.map(([encoding, body]) => [
    `src/pages/${encoding}.png.ts`,
    `export const get = () => (${JSON.stringify({ body, encoding })});`,
  ]);
  const { server, dir } = await expectBuildAndStart({
    ...(Object.fromEntries(files) as Record<string, string>),
    "src/pages/text.json.ts": `export const get = () => ({ body: '"ä"', encoding: "utf8" });`,
  });
  for (const [encoding] of bodies) {
    expect([...readFileSync(join(dir, `dist/${encoding}.png`))]).toEqual(bytes);
    const { body } = await request(server)
      .get(`/${encoding}.png`)
      .expect(200)
      .expect("Content-Type", /^image\/png/);
    expect([...(body as Buffer)]).toEqual(bytes);
  }
  await request(server)
    .get("/text.json")
    .expect(200, '"ä"')
    .expect("Content-Type", "application/json;charset=utf-8");
});

it("leaves what opts out to requests, and does not run it in the build", async () => {
  const live = `if (process.env.PAGES_RUNS === undefined) throw new Error("ran in the build");
    export const GET = ({ request }) => new Response(request.headers.get("x-name"));`;
  const { dir, code, err } = await build({
    "astro.config.mjs": `import { defineConfig, envField } from "astro/config"; export default defineConfig({ output: "server",
      env: { schema: { PAGES_ABSENT: envField.string({ context: "server", access: "secret" }) } } });`,
    "src/pages/live.ts": live,
    "src/pages/off.ts": `export const prerender = false; ${live}`,
    "src/pages/kept.txt.ts":
      "export const prerender = true; export const GET = () => new Response('kept ' + process.pid);",
  });
  expect([code, err]).toEqual([0, ""]);
  const kept = written(dir, "client/kept.txt");
  const env = { PAGES_RUNS: "1", PAGES_ABSENT: "x" };
  const { url } = await serving([CLI, "start"], { cwd: dir, env });
  await request(url).get("/kept.txt").expect(200, kept);
  for (const path of ["/live", "/off"]) await request(url).get(path).set("X-Name", "n").expect(200, "n");
});

it("offers a path that it has not made to the next live route", async () => {
  const { server } = await expectBuildAndStart({
    "astro.config.mjs": "export default { output: 'server' };",
    "src/pages/[id].ts": `export const prerender = true; export const getStaticPaths = () => [{ params: { id: "1" } }];
      export const GET = () => new Response("list");`,
    "src/pages/[...rest].ts": "export const GET = ({ params }) => new Response(`live ${params.rest}`);",
  });
  await request(server).get("/1").expect(200, "list");
  await request(server).get("/2").expect(200, "live 2");
});

it("warns of a static file without GET, which answers nothing", async () => {
  const { server, err } = await expectBuildAndStart({
    "src/pages/a.ts": "export const POST = () => new Response('a');",
    "src/pages/b.txt.ts": "export const ALL = ({ request }) => new Response(request.method);",
  });
  expect(err).toContain("src/pages/a.ts is static and has no GET");
  await request(server).post("/a").set("Content-Type", "application/json").expect(404);
  await request(server).get("/b.txt").expect(200, "GET");
});

it("warns of a path that another route answers", async () => {
  const { server, dir, err } = await expectBuildAndStart({
    "src/pages/1.json.ts": "export const GET = () => Response.json('static');",
    "src/pages/[id].json.ts": `export const getStaticPaths = () => [{ params: { id: "1" } }];
      export const GET = () => Response.json("dynamic");`,
  });
  expect(err).toContain(
    "src/pages/[id].json.ts: the path /1.json is answered by src/pages/1.json.ts already",
  );
  expect(written(dir, "1.json")).toBe('"static"');
  await request(server).get("/1.json").expect(200, '"static"');
});

it.each([
  [
    "src/pages/[id].ts",
    "export const GET = () => new Response('a');",
    "GetStaticPathsRequired: src/pages/[id].ts is static and has params. Write: export const getStaticPaths",
  ],
  [
    "src/pages/[id].ts",
    `export const getStaticPaths = () => [{ params: { id: "a" } }, { params: { id: "b" } }];
     export const GET = ({ params }) => { if (params.id === "b") throw new Error("no b"); return new Response("a"); };`,
    'src/pages/[id].ts: its GET failed for /b, with params {"id":"b"}. Error: no b',
  ],
  [
    "src/pages/[...path].ts",
    "export const getStaticPaths = () => [{ params: { path: undefined } }]; export const GET = () => new Response('a');",
    "PrerenderDynamicEndpointPathCollide: src/pages/[...path].ts",
  ],
  [
    "src/pages/[id].ts",
    "export const getStaticPaths = () => [{ params: {} }]; export const GET = () => new Response('a');",
    "src/pages/[id].ts: getStaticPaths() returned the params {}. Write `id` as a text",
  ],
])("fails the build for %s: %#", async (file, text, message) => {
  const { code, err, dir } = await build({ [file]: text });
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(["dist", ".pages-api/build"].filter((name) => existsSync(join(dir, name)))).toEqual([]);
});

it("leaves the build before as it was where a GET throws", async () => {
  const dir = await project({
    "astro.config.mjs": CONFIG,
    "src/pages/a.txt.ts": "export const GET = () => new Response('one');",
  });
  expect((await run([CLI, "build"], { cwd: dir })).code).toBe(0);
  const files = (): string[] =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("src"))
      .map(({ parentPath, name }) => `${name} ${readFileSync(join(parentPath, name), "base64")}`)
      .toSorted();
  const before = files();
  await writeFile(join(dir, "src/pages/a.txt.ts"), "export const GET = () => new Response('two');");
  await writeFile(join(dir, "src/pages/b.txt.ts"), "export const GET = () => { throw new Error('no b'); };");
  const { code, err } = await run([CLI, "build"], { cwd: dir });
  expect([code, err.includes("1 error, nothing was written")]).toEqual([1, true]);
  expect(files()).toEqual(before);
  await rm(join(dir, "src"), { recursive: true });
  await request(await serveBuild(dir))
    .get("/a.txt")
    .expect(200, "one");
});

it("makes eight answers at a time, and says how far it is", async () => {
  const { code, out, dir } = await build({
    "src/pages/n/[id].json.ts": `let running = 0; let most = 0;
      export const getStaticPaths = () => Array.from({ length: 2001 }, (_, id) => ({ params: { id } }));
      export async function GET() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return Response.json(most);
      }`,
  });
  expect(code).toBe(0);
  expect(written(dir, "n/2000.json")).toBe("8");
  // Between them there may be more lines, on a slow machine.
  expect(out).toMatch(/^static 1000 answers so far$[^]*^static 2000 answers so far$/m);
  expect(out).toContain("static 2001 answers\n");
});

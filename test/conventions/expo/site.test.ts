import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer } from "../../../src/index.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";
import { CLI, run, serving } from "../../support/program.ts";
import { expectBuild, projectWith, serveElsewhere } from "../../support/standalone.ts";

const HASHED = `_expo/static/js/web/entry-${"0123456789abcdef".repeat(2)}.js`;
const route = (page: string, file = `.${page}.tsx`): object => ({
  file,
  page,
  namedRegex: "^$",
  routeKeys: {},
});

/** What `npx expo export -p web` writes, in small. */
const EXPORTED = {
  "app/hello+api.ts": "export const GET = () => new Response('from sources');",
  "app/index+api.ts": "export const POST = () => new Response('posted');",
  "dist/server/_expo/routes.json": JSON.stringify({
    apiRoutes: [],
    htmlRoutes: [route("/index"), route("/both/index"), route("/people/[name]")],
    notFoundRoutes: [route("/+not-found")],
    redirects: [],
    rewrites: [],
    headers: { "X-Site": "yes" },
  }),
  "dist/server/index.html": "<h1>home</h1>",
  "dist/server/both.html": "<h1>both</h1>",
  "dist/server/people/[name].html": "<h1>person</h1>",
  "dist/server/+not-found.html": "<h1>nothing here</h1>",
  "dist/server/_expo/functions/hello+api.js": "exports.GET = () => new Response('from the bundle');",
  "dist/client/favicon.ico": "icon",
  "dist/client/a b.txt": "spaced",
  [`dist/client/${HASHED}`]: "console.log('0123456789');",
};

describe("an exported site", () => {
  it("serves its pages by the manifest, API routes from the sources", async () => {
    const server = await owned.start({ dir: await project(EXPORTED), dev: false });
    await request(server).get("/").expect(200, "<h1>home</h1>").expect("content-type", "text/html");
    await request(server).get("/both/").expect(200, "<h1>both</h1>");
    await request(server).get("/people/ann?x=1").expect(200, "<h1>person</h1>");
    await request(server).head("/people/ann").expect(200).expect("content-length", "15");
    await request(server).post("/").expect(200, "posted");
    await request(server).get("/hello").expect(200, "from sources");
  });

  it("has a page before an API route of the same path, for GET and HEAD", async () => {
    const route = "export const GET = () => new Response('of the route'); export const POST = GET;";
    const dir = await project({ ...EXPORTED, "app/both+api.ts": route });
    const server = await owned.start({ dir, dev: false });
    await request(server).get("/both").expect(200, "<h1>both</h1>");
    await request(server).head("/both").expect(200).expect("content-type", "text/html");
    await request(server).post("/both").expect(200, "of the route");
  });

  it("answers with +not-found where nothing matches, and as a text to other methods", async () => {
    const server = await owned.start({ dir: await project(EXPORTED), dev: false });
    await request(server).get("/nowhere").expect(404, "<h1>nothing here</h1>");
    await request(server).post("/nowhere").expect(404, "Not found");
  });

  it("serves the files of the client with ETag and ranges, hashed ones for ever", async () => {
    const server = await owned.start({ dir: await project(EXPORTED), dev: false });
    const { headers } = await request(server).get(`/${HASHED}`).expect(200, "console.log('0123456789');");
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
    });
    await request(server).get(`/${HASHED}`).set("If-None-Match", headers["etag"]!).expect(304);
    await request(server).get(`/${HASHED}`).set("Range", "bytes=0-6").expect(206, "console");
    await request(server).get("/favicon.ico").expect(200).expect("cache-control", "public, max-age=0");
    await request(server).get("/a%20b.txt").expect(200, "spaced");
    await request(server).get("/../server/index.html").expect(404);
    await request(server).get("/..%2fserver%2findex.html").expect(404);
  });

  it("serves the bundled API routes with the convention expo-exported", async () => {
    const { "app/hello+api.ts": _sources, ...rest } = EXPORTED;
    const dir = await project(rest);
    const server = await owned.start({ dir, dev: false, conventions: ["expo-exported"] });
    const { headers } = await request(server).get("/hello").expect(200, "from the bundle");
    expect(headers["x-site"]).toBe("yes");
    await request(server).get("/").expect(200, "<h1>home</h1>");
  });

  it("whose pages are rendered in a way that is not known is refused, with the cure", async () => {
    const files = { ...EXPORTED, "dist/server/_expo/routes.json": '{ "rendering": { "mode": "rsc" } }' };
    const server = createServer({ dir: await project(files), dev: false });
    onTestFinished(() => void server.close());
    await expect(server.ready()).rejects.toThrow(/"rsc"[^]*npx expo export -p web/);
  });

  it("is left to Metro in development", async () => {
    const server = await owned.start({ dir: await project(EXPORTED), dev: true });
    await request(server).get("/people/ann").expect(404);
    await request(server).get("/hello").expect(200, "from sources");
  });
});

/** What Expo 58 writes: a bundle that renders pages, loaders for their data, headers for some of them. */
const RENDERED = {
  "app/hello+api.ts": "export const GET = () => new Response('from sources');",
  "dist/server/_expo/routes.json": JSON.stringify({
    apiRoutes: [],
    htmlRoutes: [
      route("/index"),
      {
        ...route("/people/[name]"),
        loader: "_expo/loaders/people.js",
        assets: { css: [], js: ["/people.js"] },
      },
    ],
    notFoundRoutes: [route("/+not-found")],
    redirects: [],
    rewrites: [{ file: "./old.ts", page: "/people/old", namedRegex: "^/old$", routeKeys: {} }],
    assets: { css: ["/a.css"], js: ["/entry.js"] },
    headers: { "X-Site": "yes" },
    pageHeaders: [{ namedRegex: "^/people/", headers: { "X-Site": "people", "X-Page": "1" } }],
    rendering: { mode: "ssr", file: "_expo/server/render.js" },
  }),
  "dist/server/_expo/server/render.js": `
    exports.resolveMetadata = async ({ params }) => ({ title: params.name });
    exports.getStreamingContent = async (location, { request, ...rest }) => {
      if (location.search === "?fail") throw new Error("no page");
      return new Blob([JSON.stringify([location.href, request.headers.get("x-test"), rest])]).stream();
    };`,
  "dist/server/_expo/loaders/people.js": `
    exports.loader = (request, params) => ({ of: params.name, url: request.url });`,
  "dist/client/entry.js": "",
};

describe("a site whose pages are rendered for each request", () => {
  it("renders a page with its location, route, params, assets, metadata and the data of its loader", async () => {
    const server = await owned.start({ dir: await project(RENDERED), dev: false });
    const { text, headers } = await request(server)
      .get("/people/ann?x=1")
      .set("Host", "a.test")
      .set("X-Test", "1");
    expect(headers["content-type"]).toBe("text/html");
    expect(JSON.parse(text)).toEqual([
      "http://a.test/people/ann?x=1",
      "1",
      {
        assets: { css: ["/a.css"], js: ["/entry.js", "/people.js"] },
        loader: { data: { of: "ann", url: "http://a.test/people/ann?x=1" }, key: "/people/ann" },
        metadata: { title: "ann" },
        params: { name: "ann" },
        route: { file: "./people/[name].tsx", page: "/people/[name]" },
      },
    ]);
    await request(server).get("/hello").expect(200, "from sources");
  });

  it("answers with the data of a loader where the client goes on to its page", async () => {
    const server = await owned.start({ dir: await project(RENDERED), dev: false });
    const data = { of: "ann", url: "http://a.test/people/ann" };
    await request(server).get("/_expo/loaders/people/ann").set("Host", "a.test").expect(200, data);
    const { text } = await request(server).get("/_expo/loaders/index").expect(404);
    expect(JSON.parse(text)[2].route.page).toBe("/+not-found");
  });

  it("guards the data of a page as the page", async () => {
    const files = {
      ...RENDERED,
      "app.json": '{ "expo": { "plugins": [["expo-router", { "unstable_useServerMiddleware": true }]] } }',
      "app/+middleware.ts": `
        export const unstable_settings = { matcher: { patterns: ["/people/[name]"] } };
        export default () => new Response("stop", { status: 401 });`,
    };
    const server = await owned.start({ dir: await project(files), dev: false });
    await request(server).get("/people/ann").expect(401);
    await request(server).get("/_expo/loaders/people/ann").expect(401);
    await request(server).get("/").expect(200);
  });

  it("adds the headers of a page to those of all", async () => {
    const dir = await project(RENDERED);
    const server = await owned.start({ dir, dev: false, conventions: ["expo"] });
    const { headers } = await request(server).get("/people/ann");
    expect([headers["x-site"], headers["x-page"]]).toEqual(["people", "1"]);
  });

  it("answers 404 with +not-found, and 500 where a page fails, which the log has", async () => {
    const logger = keepLog();
    const server = await owned.start({ dir: await project(RENDERED), dev: false, logger });
    const { text } = await request(server).get("/no/where").expect(404).expect("content-type", "text/html");
    expect(JSON.parse(text)[2].params).toEqual({ "not-found": "no/where" });
    await request(server).get("/?fail").expect(500);
    expect(String(logger.errors)).toContain("no page");
  });
});

describe("the commands", () => {
  it("build --standalone takes the exported site along", async () => {
    const { dir, cli } = await projectWith(EXPORTED);
    await expectBuild(cli, dir);
    const { url } = await serveElsewhere(dir);
    const texts = ["/", "/people/ann", "/hello", "/favicon.ico", "/nowhere"].map(async (path) =>
      (await fetch(url + path)).text(),
    );
    expect(await Promise.all(texts)).toEqual([
      "<h1>home</h1>",
      "<h1>person</h1>",
      "from sources",
      "icon",
      "<h1>nothing here</h1>",
    ]);
  });

  it("start --workers serves pages and routes from each of them", async () => {
    const dir = await project(EXPORTED);
    const { url } = await serving([CLI, "start", "--workers", "2"], { cwd: dir });
    for (const [path, text] of [
      ["/", "<h1>home</h1>"],
      ["/hello", "from sources"],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, over new connections
      expect(await (await fetch(url + path, { headers: { connection: "close" } })).text()).toBe(text);
    }
  });

  it("start --exported serves the bundles of the export", async () => {
    const { url } = await serving([CLI, "start", "--exported"], { cwd: await project(EXPORTED) });
    expect(await (await fetch(`${url}/hello`)).text()).toBe("from the bundle");
  });

  it("routes lists API routes with their files, in the order in which they match", async () => {
    const dir = await project({ ...EXPORTED, "app/[any]+api.ts": "export const GET = 1;" });
    const { out } = await run([CLI, "routes", "--json"], { cwd: dir });
    expect(
      (JSON.parse(out) as { pattern: string; file: string }[]).map(({ pattern, file }) => [pattern, file]),
    ).toEqual([
      ["/", "app/index+api.ts"],
      ["/hello", "app/hello+api.ts"],
      ["/[any]", "app/[any]+api.ts"],
    ]);
  });
});

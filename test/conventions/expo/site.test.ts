import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer } from "../../../src/index.ts";
import { owned, project } from "../../support/hosts.ts";

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

  it("that renders its pages for each request is refused, with the cure", async () => {
    const files = { ...EXPORTED, "dist/server/_expo/routes.json": '{ "rendering": { "mode": "ssr" } }' };
    const server = createServer({ dir: await project(files), dev: false });
    onTestFinished(() => void server.close());
    await expect(server.ready()).rejects.toThrow(/unstable_useServerRendering/);
  });

  it("is left to Metro in development", async () => {
    const server = await owned.start({ dir: await project(EXPORTED), dev: true });
    await request(server).get("/people/ann").expect(404);
    await request(server).get("/hello").expect(200, "from sources");
  });
});

import { rm } from "node:fs/promises";
import { join } from "node:path";
import express from "express";
import request from "supertest";
import type { Plugin } from "vite";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ErrorHandler } from "../../src/index.ts";
import { ANSWERS, FORMS } from "../support/vite.forms.ts";
import { build, project, serveVite, settings, spawnVite, start, versions } from "../support/vite.ts";

const answering = (text: string): string =>
  `export default (req, res) => { res.send(${JSON.stringify(text)}); };`;

describe.each(versions)("pages-api/vite in development, %s", (name, vite) => {
  it("serves routes, the page and the client's modules on one port", async () => {
    const dir = await project({
      "pages/api/post/[pid].ts":
        "import type { NextApiRequest } from 'next'; export default (req: NextApiRequest, res: any) => { res.status(201).json({ ...req.query, body: req.body }); };",
    });
    const { url } = await serveVite(vite, dir);
    await request(url)
      .post("/api/post/7?a=1")
      .send({ b: 2 })
      .expect(201, { pid: "7", a: "1", body: { b: 2 } });
    await request(url)
      .get("/")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
    await request(url)
      .get("/deep/page")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
    await request(url).get("/src/main.js").expect(200, /ready/);
  });

  it("hands the handler Node's own request and response", async () => {
    const dir = await project({
      "pages/api/own.js":
        "import http from 'node:http'; export default (req, res) => res.json([req.constructor === http.IncomingMessage, res.constructor === http.ServerResponse, req.url]);",
    });
    const { url } = await serveVite(vite, dir);
    await request(url).get("/api/own?x=%20").expect(200, [true, true, "/api/own?x=%20"]);
  });

  it("loads routes through Vite: aliases, defines, plugins and import.meta.env", async () => {
    const dir = await project({
      ".env": "VITE_NAME=env\nSECRET=secret",
      "lib/name.ts": "export const name: string = 'alias';",
      "pages/api/a.ts":
        "import { name } from '@/name'; import made from 'virtual:made'; declare const __DEFINED__: string; export default (q: any, s: any) => s.json([name, made, __DEFINED__, import.meta.env.VITE_NAME, process.env.SECRET]);",
    });
    const made: Plugin = {
      name: "made",
      resolveId: (id) => (id === "virtual:made" ? "\0made" : undefined),
      load: (id) => (id === "\0made" ? "export default 'made'" : undefined),
    };
    const config = {
      plugins: [made],
      define: { __DEFINED__: '"defined"' },
      resolve: { alias: { "@": join(dir, "lib") } },
    };
    const { url } = await serveVite(vite, dir, {}, config);
    await request(url).get("/api/a").expect(200, ["alias", "made", "defined", "env", "secret"]);
  });

  it("loads routes in all the ways that people write them", async () => {
    const dir = await project(FORMS);
    const { url } = await serveVite(vite, dir);
    for (const [route, answer] of Object.entries(ANSWERS(dir))) {
      await request(url).get(`/api/${route}`).expect(200, answer);
    }
    await request(url).get("/api/default").expect(200, "default");
  });

  it("has one ApiError for routes and server, also where the package is linked", async () => {
    const dir = await project({
      "pages/api/a.js":
        "import { ApiError } from 'pages-api'; export default () => { throw new ApiError(404, 'NOT_FOUND', 'No such post'); };",
    });
    const { url } = await spawnVite(name, dir);
    await request(url).get("/api/a").expect(404, "No such post");
    await build(vite, dir);
    const built = await start(join(dir, "dist/server.js"));
    await request(built.url).get("/api/a").expect(404, "No such post");
  });

  it("says what to use instead of a module of Next that has no meaning here", async () => {
    const dir = await project({
      "pages/api/a.js": "import { useRouter } from 'next/router'; export default () => useRouter();",
    });
    const { url } = await serveVite(vite, dir);
    await request(url)
      .get("/api/a")
      .expect(500, /a\.js[\s\S]*next\/router[\s\S]*req\.query/);
  });

  it("serves inside the server that Vite is a part of, and leaves the rest to it", async () => {
    const dir = await project({ "pages/api/a.js": answering("a") });
    const server = await vite.createServer(
      settings(dir, {}, { appType: "custom", server: { middlewareMode: true, ws: false } }, []),
    );
    onTestFinished(() => server.close());
    const app = express()
      .use(server.middlewares)
      .get("/api/own", (_req, res) => void res.send("own"));
    await request(app).get("/api/a").expect(200, "a");
    await request(app).get("/api/own").set("Accept", "application/json").expect(200, "own");
  });

  it("leaves what no route has to the rest of Vite, and never answers it with the page", async () => {
    const dir = await project({ "pages/api/a.js": answering("a"), "public/api/data.txt": "public" });
    const rest: Plugin = {
      name: "rest",
      configureServer: ({ middlewares }) =>
        void middlewares.use("/api/other", (_req, res) => void res.end("other")),
    };
    const { url } = await serveVite(vite, dir, {}, { plugins: [rest] });
    await request(url).get("/api/other").expect(200, "other");
    await request(url).get("/api/data.txt").expect(200, "public");
    await request(url).get("/api/none").set("Accept", "text/html").expect(404, "Not Found");
    await request(url).get("/api/none").set("Accept", "application/json").expect(404, { error: "Not Found" });
    await request(url).get("/api/a/").expect(308).expect("Location", "/api/a");
  });

  it("serves the page while the tree of routes is wrong, and says in the API's answer what is", async () => {
    const dir = await project({ "pages/api/u/[a].js": answering("a"), "pages/api/u/[b].js": answering("b") });
    const { url } = await serveVite(vite, dir);
    await request(url)
      .get("/")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
    await request(url)
      .get("/api/u/1")
      .expect("Content-Type", "text/plain; charset=utf-8")
      .expect(500, /\[a\]\.js[\s\S]*\[b\]\.js/);
    await rm(join(dir, "pages/api/u/[b].js"));
    await request(url).get("/api/u/1").expect(200, "a");
  });

  it("leaves preflights to the route, and answers the others as Vite does", async () => {
    const dir = await project({
      "pages/api/a.js":
        "export default (req, res) => { res.setHeader('Access-Control-Allow-Origin', 'https://a.test').status(req.method === 'OPTIONS' ? 299 : 200).end(); };",
    });
    const { url } = await serveVite(vite, dir);
    const ask = (path: string, origin: string): request.Test =>
      request(url).options(path).set("Origin", origin).set("Access-Control-Request-Method", "GET");
    await ask("/api/a", "https://a.test").expect(299).expect("Access-Control-Allow-Origin", "https://a.test");
    await ask("/src/main.js", "http://localhost:1")
      .expect(204)
      .expect("Access-Control-Allow-Origin", "http://localhost:1");
    const foreign = await ask("/src/main.js", "https://a.test").expect(204);
    expect(foreign.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("answers errors in the form that `onError` gives, and serves another folder", async () => {
    const dir = await project({
      "server/src/pages/api/a.js": "export default () => { throw new Error('boom'); };",
    });
    const onError: ErrorHandler = (_error, { res }) => res.json({ status: res.statusCode });
    const { url } = await serveVite(vite, dir, { dir: "server", onError });
    await request(url).get("/api/a").expect(500, { status: 500 });
    await request(url).get("/api/none").expect(404, { status: 404 });
  });
});

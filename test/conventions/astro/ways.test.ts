/** What only Astro has, in each way to run a project. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { inject, testServer } from "../../../src/testing/index.ts";
import { ways } from "../../contract/ways.ts";
import { project, owned } from "../../support/hosts.ts";
import { build, project as viteProject, serveVite, start, versions } from "../../support/vite.ts";

const FILES = {
  "package.json": '{"type":"module"}',
  ".env": "ASTRO_TEST_SECRET=s3cret\nASTRO_TEST_PORT=8080\nPUBLIC_ASTRO_TEST=public\n",
  "astro.config.mjs": `import { defineConfig, envField } from "astro/config";
    export default defineConfig({ site: "https://example.com", output: "server", redirects: { "/old": "/env" },
      env: { schema: { ASTRO_TEST_PORT: envField.number({ context: "server", access: "public" }) } } });`,
  "src/middleware.ts": `import { defineMiddleware, sequence } from "astro:middleware";
    const first = defineMiddleware((context, next) => { context.locals.names = ["first"]; return next(); });
    const second = defineMiddleware(async (context, next) => {
      context.locals.names.push("second");
      const response = await next();
      response.headers.set("x-middleware", context.locals.names.join());
      return response;
    });
    export const onRequest = sequence(first, second);`,
  "src/pages/env.ts": `import type { APIRoute } from "astro";
    import { ASTRO_TEST_PORT, getSecret } from "astro:env/server";
    const { SITE, BASE_URL, PROD, SSR, PUBLIC_ASTRO_TEST } = import.meta.env;
    export const GET: APIRoute = () => Response.json([SITE, BASE_URL, SSR, PUBLIC_ASTRO_TEST,
      import.meta.env.ASTRO_TEST_SECRET, ASTRO_TEST_PORT, getSecret("ASTRO_TEST_SECRET"), typeof PROD]);`,
  "src/pages/user-[name].json.ts": `export const get = ({ params }) => ({ body: JSON.stringify(params) });`,
  "src/pages/posts/[id].json.ts": `export const prerender = true;
    export const getStaticPaths = () => [{ params: { id: "1" }, props: { title: "One" } }];
    export const GET = ({ params, props }) => Response.json({ ...params, ...props }, { headers: { "x-static": "1" } });`,
};

const ENV = ["https://example.com", "/", true, "public", "s3cret", 8080, "s3cret", "boolean"];

type Get = (path: string) => Promise<Response>;

async function expectAnswers(get: Get): Promise<void> {
  const env = await get("/env");
  expect([env.status, await env.json(), env.headers.get("x-middleware")]).toEqual([200, ENV, "first,second"]);
  const old = await get("/user-ada.json");
  expect([await old.json(), old.headers.get("content-type")]).toEqual([
    { name: "ada" },
    "application/json;charset=utf-8",
  ]);
  const post = await get("/posts/1.json");
  expect([post.status, await post.json(), post.headers.get("x-static")]).toEqual([
    200,
    { id: "1", title: "One" },
    "1",
  ]);
  expect((await get("/posts/2.json")).status).toBe(404);
  const moved = await get("/old");
  expect([moved.status, moved.headers.get("location")]).toEqual([301, "/env"]);
}

it.each(ways)("answers as Astro does by $name", async (way) => {
  await expectAnswers(await way.start(await project(FILES), ["astro"]));
});

it.each(versions)("answers as Astro does from a build of %s", async (_name, vite) => {
  const dir = await viteProject(FILES);
  await build(vite, dir, { conventions: ["astro"] });
  const { url } = await start(join(dir, "dist/server.js"));
  await expectAnswers((path) => fetch(url + path, { redirect: "manual" }));
});

describe.each<[string, (dir: string) => Promise<string | Awaited<ReturnType<typeof owned.start>>>]>([
  ["pages-api dev", (dir) => owned.start({ dir, dev: true })],
  ["Vite", async (dir) => (await serveVite(versions[0]![1], dir, { conventions: ["astro"] })).url],
])("an edit in %s", (_name, begin) => {
  it("counts from the next request on: an endpoint, the middleware, the config", async () => {
    const dir = await viteProject(FILES);
    const server = await begin(dir);
    await request(server).get("/env").expect(200, ENV);
    const endpoint = FILES["src/pages/env.ts"].replace("BASE_URL, SSR", "BASE_URL, 'edited'");
    await writeFile(join(dir, "src/pages/env.ts"), endpoint);
    await request(server).get("/env").expect(200, ENV.with(2, "edited"));
    await writeFile(
      join(dir, "src/middleware.ts"),
      "export const onRequest = (context, next) => context.url.pathname === '/env' ? new Response('edited') : next();",
    );
    await request(server).get("/env").expect(200, "edited");
    await writeFile(join(dir, "src/middleware.ts"), "export const onRequest = (context, next) => next();");
    const config = FILES["astro.config.mjs"].replace("https://example.com", "https://other.example");
    await writeFile(join(dir, "astro.config.mjs"), config);
    await request(server).get("/env").expect(200, ENV.with(0, "https://other.example").with(2, "edited"));
    await writeFile(
      join(dir, "src/pages/new-[id].ts"),
      "export const GET = ({ params }) => Response.json(params);",
    );
    await request(server).get("/new-1").expect(200, { id: "1" });
  });
});

it("gives locals to the middleware and the endpoint in the testing kit", async () => {
  const dir = await project({
    ...FILES,
    "src/pages/locals.ts": "export const GET = ({ locals }) => Response.json(locals);",
  });
  const answer = await inject(testServer({ dir }), { url: "/locals", locals: { user: "ada" } });
  expect(answer.json()).toEqual({ user: "ada", names: ["first", "second"] });
});

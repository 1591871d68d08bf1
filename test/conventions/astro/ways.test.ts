/** What only Astro has; `test/contract` asks all other ways to serve a project the same. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { inject, testServer } from "../../../src/testing/index.ts";
import { ASTRO_ENV, ASTRO_FILES, expectAstro } from "../../contract/astro.ts";
import { project, owned } from "../../support/hosts.ts";
import { build, project as viteProject, serveVite, start, versions } from "../../support/vite.ts";

it.each(versions)("answers as Astro does from a build of %s", async (_name, vite) => {
  const dir = await viteProject(ASTRO_FILES);
  await build(vite, dir, { conventions: ["astro"] });
  const { url } = await start(join(dir, "dist/server.js"));
  await expectAstro((path) => fetch(url + path, { redirect: "manual" }));
});

describe.each<[string, (dir: string) => Promise<string | Awaited<ReturnType<typeof owned.start>>>]>([
  ["pages-api dev", (dir) => owned.start({ dir, dev: true })],
  ["Vite", async (dir) => (await serveVite(versions[0]![1], dir, { conventions: ["astro"] })).url],
])("an edit in %s", (_name, begin) => {
  it("counts from the next request on: an endpoint, the middleware, the config", async () => {
    const dir = await viteProject(ASTRO_FILES);
    const server = await begin(dir);
    await request(server).get("/env").expect(200, ASTRO_ENV);
    const endpoint = ASTRO_FILES["src/pages/env.ts"].replace("BASE_URL, SSR", "BASE_URL, 'edited'");
    await writeFile(join(dir, "src/pages/env.ts"), endpoint);
    await request(server).get("/env").expect(200, ASTRO_ENV.with(2, "edited"));
    await writeFile(
      join(dir, "src/middleware.ts"),
      "export const onRequest = (context, next) => context.url.pathname === '/env' ? new Response('edited') : next();",
    );
    await request(server).get("/env").expect(200, "edited");
    await writeFile(join(dir, "src/middleware.ts"), "export const onRequest = (context, next) => next();");
    const config = ASTRO_FILES["astro.config.mjs"].replace("https://example.com", "https://other.example");
    await writeFile(join(dir, "astro.config.mjs"), config);
    await request(server)
      .get("/env")
      .expect(200, ASTRO_ENV.with(0, "https://other.example").with(2, "edited"));
    await writeFile(
      join(dir, "src/pages/new-[id].ts"),
      "export const GET = ({ params }) => Response.json(params);",
    );
    await request(server).get("/new-1").expect(200, { id: "1" });
  });
});

it("gives locals to the middleware and the endpoint in the testing kit", async () => {
  const dir = await project({
    ...ASTRO_FILES,
    "src/pages/locals.ts": "export const GET = ({ locals }) => Response.json(locals);",
  });
  const answer = await inject(testServer({ dir }), { url: "/locals", locals: { user: "ada" } });
  expect(answer.json()).toEqual({ user: "ada", names: ["first", "second"] });
});

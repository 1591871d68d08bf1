import { expect } from "vitest";
import type { Ask } from "./ways.ts";

/** What only Astro has: a middleware, its environment, redirects, old names and static paths. */
export const ASTRO_FILES = {
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

/** What `/env` answers. */
export const ASTRO_ENV = ["https://example.com", "/", true, "public", "s3cret", 8080, "s3cret", "boolean"];

export async function expectAstro(get: Ask): Promise<void> {
  const env = await get("/env");
  expect([env.status, await env.json(), env.headers.get("x-middleware")]).toEqual([
    200,
    ASTRO_ENV,
    "first,second",
  ]);
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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import request from "supertest";
import { afterEach, expect, it } from "vitest";

import { type ApiServer, createServer } from "../../../src/app/server.ts";
import type { Options } from "../../../src/app/options.ts";

const folders: string[] = [];
const servers: ApiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(async (server) => server.shutdown()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function serve(files: Record<string, string>, options: Options = {}): { server: ApiServer; said: string[] } {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-astro-"));
  folders.push(dir);
  const config = "export default { site: 'https://example.com' };";
  for (const [name, text] of Object.entries({ "astro.config.mjs": config, "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  const said: string[] = [];
  const logger = {
    error: (text: unknown) => said.push(String(text)),
    warn: (text: unknown) => said.push(String(text)),
  };
  const server = createServer({ dir, dev: false, logger, ...options });
  servers.push(server);
  return { server, said };
}

it("answers the paths of getStaticPaths alone, with their props", async () => {
  const { server } = serve({
    "src/pages/[id].json.ts": `
      const users = ["Sarah", "Chris"];
      export const GET = ({ params, props }) => Response.json({ id: params.id, name: props.name });
      export const getStaticPaths = () => users.map((name, id) => ({ params: { id: String(id) }, props: { name } }));`,
  });
  await request(server).get("/1.json").expect(200, { id: "1", name: "Chris" });
  await request(server).get("/2.json").expect(404);
});

it("takes the names and results of Astro 2, and warns once of the file", async () => {
  const { server, said } = serve({
    "src/pages/data.json.ts": `export async function get() { return { body: '{"a":1}' }; }
      export const del = ({ request }) => new Response(request.method);`,
  });
  const answer = await request(server).get("/data.json").expect(200, { a: 1 });
  expect(answer.headers["content-type"]).toBe("application/json;charset=utf-8");
  await request(server).delete("/data.json").set("Content-Type", "application/json").expect(200, "DELETE");
  expect(said.filter((text) => text.includes("src/pages/data.json.ts exports `del`, `get`"))).toHaveLength(1);
});

it("answers a missing method with 405 and Allow where the option says so", async () => {
  const files = { "src/pages/x.ts": "export const GET = () => new Response('x'); export const PUT = GET;" };
  const { server } = serve(files, { methodNotAllowed: true });
  await request(server)
    .post("/x")
    .set("Content-Type", "application/json")
    .expect(405)
    .expect("Allow", "GET, HEAD, PUT");
});

it("names what is missing of env.schema when it starts", async () => {
  const { server } = serve({
    "astro.config.mjs": `import { defineConfig, envField } from "astro/config";
      export default defineConfig({ env: { schema: { PAGES_ABSENT: envField.string({ context: "server", access: "secret" }) } } });`,
    "src/pages/x.ts": "export const GET = () => new Response('x');",
  });
  await expect(server.ready()).rejects.toThrow("PAGES_ABSENT is missing");
});

it("names an import that does not work, and the cure", async () => {
  const { server, said } = serve({
    "src/pages/x.ts": `import { getCollection } from "astro:content";
      export const GET = async () => Response.json(await getCollection("blog"));`,
  });
  await request(server).get("/x").expect(500);
  expect(said.join()).toContain('getCollection of "astro:content" does not work without Astro');
});

const USERS = `export const prerender = true;
  export const getStaticPaths = () => [{ params: { id: "1" }, props: { name: "one" } }];
  export const GET = ({ params, props }) => Response.json({ by: "list", ...params, ...props });`;

it.each([
  ["in development", true],
  ["without a build", false],
])("offers a path that one getStaticPaths does not list to the next route, %s", async (_name, dev) => {
  const { server } = serve(
    {
      "astro.config.mjs": "export default { output: 'server' };",
      "src/pages/[id].ts": USERS,
      "src/pages/[...rest].ts": `export const prerender = true;
        export const getStaticPaths = () => [{ params: { rest: "2" } }];
        export const GET = ({ params }) => Response.json({ by: "rest", ...params });`,
      "src/pages/only/[id].ts": USERS,
    },
    { dev },
  );
  await request(server).get("/1").expect(200, { by: "list", id: "1", name: "one" });
  await request(server).get("/2").expect(200, { by: "rest", rest: "2" });
  await request(server).get("/3").expect(404);
  await request(server).get("/only/2").expect(404);
});

it("names integrations once, and runs none of them", async () => {
  const { server, said } = serve({
    "astro.config.mjs": `import { defineConfig } from "astro/config";
      import react from "@astrojs/react";
      import node from "@astrojs/node";
      const own = { name: "own", hooks: { "astro:config:setup"() { throw new Error("ran"); } } };
      export default defineConfig({ output: "server", adapter: node({ mode: "standalone" }), integrations: [react(), [own]] });`,
    "src/pages/x.ts": "export const GET = () => new Response('x');",
  });
  await request(server).get("/x").expect(200, "x");
  await request(server).get("/x").expect(200, "x");
  expect(said).toEqual([
    "astro.config.mjs: integrations do not run here: @astrojs/react, own. Pages and assets stay with Astro's own build.",
  ]);
});

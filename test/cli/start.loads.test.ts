import request from "supertest";
import { expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { install } from "../support/installed.ts";
import { CLI, run, serving } from "../support/program.ts";

/** What takes Node long to load: `fetch`, TLS, HTTP/2, WebCrypto. */
const HEAVY = /^NativeModule (?:internal\/deps\/undici\/undici|tls|http2|internal\/crypto\/webcrypto)$/;
const ROUTES = {
  "pages/api/loaded.ts": "export default (req: any, res: any) => res.json((process as any).moduleLoadList);",
  "pages/api/web.ts": `export const config = { runtime: "edge" };
    export default () => Response.json((process as any).moduleLoadList);`,
};

async function loaded(url: string, path: string): Promise<string[]> {
  const { body } = await request(url).get(path).expect(200);
  return (body as string[]).filter((name) => HEAVY.test(name));
}

it.each(["start", "dev"])("loads neither fetch nor TLS for API routes: %s", async (command) => {
  const { url } = await serving([CLI, command], { cwd: await project(ROUTES) });
  expect(await loaded(url, "/api/loaded")).toEqual([]);
  expect(await loaded(url, "/api/web")).toContain("NativeModule internal/deps/undici/undici");
});

it("loads neither of them for API routes of a build", async () => {
  const dir = await project(ROUTES);
  await run([CLI, "build"], { cwd: dir });
  const { url } = await serving([CLI, "start"], { cwd: dir });
  expect(await loaded(url, "/api/loaded")).toEqual([]);
});

it("loads neither of them where a program serves the build", async () => {
  const dir = await project({
    ...ROUTES,
    "server.mjs": `import { createServer } from "pages-api";
      const server = createServer();
      await server.ready();
      server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port + " ready in 0 ms"));`,
  });
  await run([CLI, "build"], { cwd: dir });
  await install(dir);
  const { url } = await serving(["server.mjs"], { cwd: dir, env: { NODE_ENV: "production" } });
  expect(await loaded(url, "/api/loaded")).toEqual([]);
});

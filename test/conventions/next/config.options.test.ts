import request from "supertest";
import { describe, expect, it } from "vitest";
import { checkProject } from "../../../src/check/index.ts";
import { createServer, type ServerOptions } from "../../../src/index.ts";
import { keepLog, listen, project } from "../../support/hosts.ts";

async function serve(files: Record<string, string>, options: ServerOptions = {}) {
  const log = keepLog();
  const dir = await project(files);
  const server = await listen(createServer({ dir, dev: false, logger: log, ...options }));
  return { dir, server, log };
}

const HELLO = { "pages/api/hello.js": "export default (req, res) => res.send('hello');" };
const config = (text: string) => ({ "next.config.mjs": `export default ${text};` });

describe("options of next.config", () => {
  it("publicRuntimeConfig and serverRuntimeConfig are what next/config gives", async () => {
    const { server } = await serve({
      ...config("{ publicRuntimeConfig: { name: 'shop' }, serverRuntimeConfig: { secret: 1 } }"),
      "pages/api/hello.js":
        'import getConfig from "next/config";\nexport default (req, res) => res.json(getConfig());',
      "pages/api/old.js":
        'const getConfig = require("next/config").default;\nmodule.exports = (req, res) => res.json(getConfig().publicRuntimeConfig);',
    });
    await request(server)
      .get("/api/hello")
      .expect(200, { serverRuntimeConfig: { secret: 1 }, publicRuntimeConfig: { name: "shop" } });
    await request(server).get("/api/old").expect(200, { name: "shop" });
  });

  it("transpilePackages compiles packages that Node does not load", async () => {
    const files = {
      "pages/api/hello.js": 'import { a } from "@scope/raw";\nexport default (req, res) => res.send(a);',
      "node_modules/@scope/raw/package.json": '{ "type": "module", "main": "index.js" }',
      "node_modules/@scope/raw/index.js": 'export { a } from "./lib";',
      "node_modules/@scope/raw/lib/index.js": "export const a = 'compiled';",
    };
    const without = await serve(files);
    await request(without.server).get("/api/hello").expect(500);
    const { server } = await serve({ ...files, ...config('{ transpilePackages: ["@scope/raw"] }') });
    await request(server).get("/api/hello").expect(200, "compiled");
  });

  it("serverExternalPackages is as everything is", async () => {
    const { server, log } = await serve({ ...HELLO, ...config('{ serverExternalPackages: ["pg"] }') });
    await request(server).get("/api/hello").expect(200, "hello");
    expect(log.warnings).toEqual([]);
  });

  it("compiler.define and defineServer are put into the program", async () => {
    const { server } = await serve({
      ...config('{ compiler: { define: { BUILD: "b1" }, defineServer: { "app.size": 5 } } }'),
      "pages/api/hello.js": "export default (req, res) => res.json([BUILD, app.size]);",
    });
    await request(server).get("/api/hello").expect(200, ["b1", 5]);
  });
});

describe("what is not honoured", () => {
  const UNKNOWN = "{ basePath: '', futureThing: true, other: 1 }";
  const message =
    "`futureThing`, `other` are unknown here, and left out. If it changes answers of the API, they differ.";

  it("is reported once, also where the config is read again", async () => {
    const { server, log, dir } = await serve({ ...HELLO, ...config(UNKNOWN) }, { dev: true });
    await request(server).get("/api/hello").expect(200);
    await project({ ...HELLO, ...config(UNKNOWN) });
    await request(server).get("/api/hello").expect(200);
    expect(dir).toBeTruthy();
    expect(log.warnings).toEqual([`next.config.mjs: ${message}`]);
  });

  it("is a finding of check: unknown options need attention, and those that change an answer are unsupported", async () => {
    const at = { file: "next.config.mjs", line: 1, column: 1, rule: "next-config" };
    const findings = async (text: string) =>
      (await checkProject(await project({ ...HELLO, ...config(text) }))).flatMap((file) => file.findings);
    expect(await findings(UNKNOWN)).toEqual([{ ...at, level: "attention", message }]);
    expect(await findings("{ useFileSystemPublicRoutes: false }")).toMatchObject([
      { ...at, level: "unsupported" },
    ]);
    expect(
      await findings("{ output: 'standalone', images: {}, reactStrictMode: true, webpack: (c) => c }"),
    ).toEqual([]);
  });

  it("is a pattern that a client can keep the server busy with: a warning names its source", async () => {
    const slow =
      "{ headers: async () => [{ source: '/api/:id((?:a+)+)', headers: [{ key: 'x-a', value: '1' }] }] }";
    const { server, log, dir } = await serve({ ...HELLO, ...config(slow) });
    await request(server).get("/api/hello").expect(200);
    expect(log.warnings).toEqual([
      'next.config.mjs: headers(): a client can keep the server busy with a path for "/api/:id((?:a+)+)". Use fewer repetitions in it.',
    ]);
    const found = (await checkProject(dir)).flatMap(({ findings }) => findings);
    expect(found).toMatchObject([{ level: "attention", rule: "next-config" }]);
  });

  it("is not reported for an ordinary pattern", async () => {
    const plain =
      "{ headers: async () => ['/api/:path*', '/:a/:b(\\\\d{1,3})', '/((?!api/).*)'].map((source) => ({ source, headers: [] })) }";
    const { server, log } = await serve({ ...HELLO, ...config(plain) });
    await request(server).get("/api/hello").expect(200);
    expect(log.warnings).toEqual([]);
  });
});

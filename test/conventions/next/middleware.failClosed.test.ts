import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import request from "supertest";
import { afterAll, describe, expect, it } from "vitest";
import { createCompiler } from "../../../src/compile/compiler.ts";
import { createServer } from "../../../src/index.ts";
import { keepLog, listen, project } from "../../support/hosts.ts";

// Ends the compiler's process with the last test, and not between two of them.
const compiler = createCompiler({ dir: tmpdir() });
afterAll(() => compiler.dispose());

const ROUTES = {
  "pages/api/hello.js": 'export default (req, res) => res.send("hello");\n',
  "pages/api/admin.js": 'export default (req, res) => res.send("admin");\n',
};

async function serve(files: Record<string, string>, options: { middleware?: boolean } = {}) {
  const log = keepLog();
  const dir = await project({ ...ROUTES, ...files });
  const server = await listen(createServer({ dir, dev: false, logger: log, ...options }));
  return { server, log };
}

const MATCHER = 'export const config = { matcher: "/api/admin" };\n';

describe("a middleware that does not load", () => {
  it.each([
    [
      "throws when it is imported",
      `${MATCHER}throw new Error("no secret");\nexport default () => {};`,
      "no secret",
    ],
    ["exports no function", MATCHER, "exports no function"],
    ["imports what is missing", `import "./missing.js";\n${MATCHER}export default () => {};`, "missing"],
  ])("answers 500 for the paths that it guards: one that %s", async (_, text, reason) => {
    const { server, log } = await serve({ "middleware.js": text });
    await request(server).get("/api/admin").expect(500, "Internal Server Error");
    await request(server).get("/api/hello").expect(200, "hello");
    expect(String(log.errors[0])).toContain("middleware.js");
    expect(String(log.errors[0])).toContain(reason);
  });

  it.each([
    ["is no program", "export default ("],
    [
      "has a matcher that is computed",
      'export const config = { matcher: "/api/" + "admin" + process.pid };\nthrow new Error("x");',
    ],
    ["has an invalid matcher", "export const config = { matcher: 5 };\nexport default () => {};"],
  ])("answers 500 for every path: one that %s", async (_, text) => {
    const { server } = await serve({ "middleware.js": text });
    await request(server).get("/api/admin").expect(500);
    await request(server).get("/api/hello").expect(500);
  });

  it("keeps both files from being served", async () => {
    const { server } = await serve({
      "middleware.js": "export default () => {};",
      "proxy.js": "export default () => {};",
    });
    await expect(server.ready()).rejects.toThrow(
      'Both middleware file "./middleware.js" and proxy file "./proxy.js" are detected. Please use "./proxy.js" only.',
    );
    await request(server).get("/api/hello").expect(500);
  });
});

describe("the option middleware: false", () => {
  it("leaves the middleware out, and says so once", async () => {
    const { server, log } = await serve(
      { "middleware.js": 'export default () => new Response("no", { status: 403 });' },
      { middleware: false },
    );
    await request(server).get("/api/hello").expect(200, "hello");
    await request(server).get("/api/admin").expect(200, "admin");
    expect(log.warnings).toEqual([
      "middleware.js is left out (middleware: false): the checks it makes are missing.",
    ]);
  });
});

describe("in development", () => {
  it("a middleware applies when it is edited, with what it imports, and when it is added or removed", async () => {
    const dir = await project(ROUTES);
    const server = await listen(createServer({ dir, dev: true, logger: keepLog() }));
    const status = async (): Promise<number> => (await request(server).get("/api/hello")).status;
    expect(await status()).toBe(200);
    await writeFile(join(dir, "status.js"), "export const status = 401;");
    await writeFile(
      join(dir, "middleware.js"),
      'import { status } from "./status.js";\nexport default () => new Response("no", { status });',
    );
    expect(await status()).toBe(401);
    await writeFile(join(dir, "status.js"), "export const status = 403;\n");
    expect(await status()).toBe(403);
    await writeFile(join(dir, "middleware.js"), "export default (");
    expect(await status()).toBe(500);
    await rm(join(dir, "middleware.js"));
    expect(await status()).toBe(200);
  });
});

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { install } from "../support/installed.ts";
import { CLI, refused, run, runInstalled, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => res.end('a');";
const start = (dir: string, ...args: string[]) => serving([CLI, "start", ...args], { cwd: dir });

describe("pages-api start", () => {
  it("compiles at start where there is no build", async () => {
    const dir = await project({
      "pages/api/a.ts": "export default (q: any, s: any) => s.json([process.env.NODE_ENV]);",
    });
    const running = await start(dir);
    await request(running.url).get("/api/a").expect(200, ["production"]);
    running.child.kill();
    const { out, err } = await running.ended;
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+ ready in \d+ ms, compiled at start\n/);
    expect(err).toBe("");
  });

  it("serves the build, without the compiler and without the sources", async () => {
    const dir = await project({ "pages/api/a.ts": "export default (q: any, s: any) => s.end('built');" });
    await run([CLI, "build"], { cwd: dir });
    await rm(join(dir, "pages"), { recursive: true });
    const installed = await install(dir);
    const running = await serving([installed, "start"], { cwd: dir });
    await request(running.url).get("/api/a").expect(200, "built");
    running.child.kill();
    const { out, err } = await running.ended;
    expect(out).toMatch(/ready in \d+ ms, from the build\n/);
    expect(err).toBe("");
  });

  it("is served by createServer too, and says what is missing where there is neither build nor compiler", async () => {
    const dir = await project({
      "pages/api/a.js": ROUTE,
      "server.mjs": `import { createServer } from "pages-api";
        const server = createServer();
        await server.ready();
        server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port + " ready in 0 ms"));`,
    });
    await install(dir);
    const env = { NODE_ENV: "production" };
    const without = await run(["server.mjs"], { cwd: dir, env });
    expect(without.code).toBe(1);
    expect(without.err).toContain(
      "There is no build, and the compiler cannot be loaded. Run: npm install esbuild",
    );
    await run([CLI, "build"], { cwd: dir });
    const { url } = await serving(["server.mjs"], { cwd: dir, env });
    await request(url).get("/api/a").expect(200, "a");
  });

  it("tells of the other commands' need of the compiler", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const installed = await install(dir);
    expect(await run([installed, "--help"], { cwd: dir })).toMatchObject({ code: 0, err: "" });
    for (const command of ["build", "check", "routes"]) {
      const { code, err } = await runInstalled(installed, [command], { cwd: dir });
      expect([code, err]).toEqual([1, "error The compiler cannot be loaded. Run: npm install esbuild\n"]);
    }
  });

  it("serves the build of another folder", async () => {
    const dir = await project({ "app/pages/api/a.js": ROUTE, "app/package.json": "{}" });
    await run([CLI, "build", "app", "--out", "built"], { cwd: dir });
    await writeFile(join(dir, "app/pages/api/a.js"), "export default (");
    const { url } = await start(dir, "app", "--build", "built");
    await request(url).get("/api/a").expect(200, "a");
    const { code, err } = await refused(["start", "app", "--build", "none"], { cwd: dir });
    expect([code, err]).toEqual([
      1,
      `error There is no build in ${join(dir, "none")}. Run: pages-api build\n`,
    ]);
  });

  it("tells of a build that is older than its sources, and serves it", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE, "pages/api/b.js": ROUTE, "pages/api/c.js": ROUTE });
    await run([CLI, "build"], { cwd: dir });
    await writeFile(join(dir, "pages/api/a.js"), "export default (req, res) => res.end('new');");
    await rm(join(dir, "pages/api/b.js"));
    await writeFile(join(dir, "pages/api/d.js"), ROUTE);
    const running = await start(dir);
    await request(running.url).get("/api/a").expect(200, "a");
    await request(running.url).get("/api/b").expect(200, "a");
    await request(running.url).get("/api/d").expect(404);
    await running.prints(/ Run: .*\n/);
    running.child.kill();
    const { err } = await running.ended;
    expect(err).toBe(
      "The build is older than its sources, and is served as it is: pages/api/a.js has changed, " +
        "pages/api/d.js is new, pages/api/b.js is gone. Run: pages-api build\n",
    );
  });

  it("refuses a damaged build", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE, ".pages-api/build/manifest.json": "{" });
    const { code, err } = await refused(["start"], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toMatch(/^error The build cannot be used: .*manifest\.json.* Run: pages-api build\n$/);
  });

  it("uses no colours in a pipe, nor where NO_COLOR is set, and some where they are forced", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const { err } = await run([CLI, "start", "nowhere"], {
      cwd: dir,
      env: { NO_COLOR: undefined, FORCE_COLOR: "1" },
    });
    expect(err).toBe(`\u001B[31merror\u001B[39m There is no folder ${join(dir, "nowhere")}.\n`);
    const plain = await run([CLI, "start", "nowhere"], { cwd: dir, env: { NO_COLOR: undefined } });
    expect(plain.err).toBe(`error There is no folder ${join(dir, "nowhere")}.\n`);
  });
});

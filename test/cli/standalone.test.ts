import { once } from "node:events";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { folder, install } from "../support/installed.ts";
import { shared } from "../support/lifetime.ts";
import { run, runInstalled, serving } from "../support/program.ts";
import { expectBuild, projectWith, serveElsewhere, textOf } from "../support/standalone.ts";

const ROUTE = "export default (req, res) => res.end('a');";

describe("pages-api build --standalone", () => {
  it("tells what to install where the tracer is missing, and builds nothing", async () => {
    const { dir, cli } = await projectWith({ "pages/api/a.js": ROUTE, "pnpm-lock.yaml": "" });
    await rm(join(dir, "node_modules/@vercel"), { recursive: true });
    const { code, err } = await runInstalled(cli, ["build", "--standalone"], { cwd: dir });
    const text = "error --standalone needs the package @vercel/nft. Run: pnpm add -D @vercel/nft\n";
    expect([code, err]).toEqual([1, text]);
    expect(await readdir(dir)).not.toContain(".pages-api");
  });

  describe("of a project with files and packages", () => {
    const served = shared(async () => {
      const { dir, cli } = await projectWith({
        // In a folder of its own: what lies beside a file that asks for its place may be needed.
        "pages/api/own/a.ts": `import { used } from "used"; import { readFileSync } from "node:fs"; import { join } from "node:path";
        export default (q: any, s: any) => s.json([used, readFileSync(join(process.cwd(), "data.txt"), "utf8"), __filename.slice(-4)]);`,
        "pages/api/env.js":
          "export default (q, s) => s.json([process.env.A, process.env.B, process.env.C, process.env.NODE_ENV]);",
        "pages/api/error.js": `import { ApiError } from "pages-api";
        export default () => { throw new ApiError(404, "NOT_FOUND", "No such thing"); };`,
        ".env": "A=env\nB=env",
        ".env.production": "A=production",
        ".env.local": "C=secret",
        ".env.production.local": "C=secret",
        ".env.development": "A=development",
        "data.txt": "data",
        "other.txt": "",
        "node_modules/used/package.json": '{ "name": "used", "type": "module", "exports": "./i.js" }',
        "node_modules/used/i.js": "export const used = 1;",
        "node_modules/used/README.md": "",
        "node_modules/unused/index.js": "",
      });
      const out = await expectBuild(cli, dir);
      return { out, ...(await serveElsewhere(dir)) };
    });

    it("takes what the build needs and nothing else, and says how large it is", async () => {
      const { app, out, url } = served();
      // What takes long is said before it begins.
      expect(out).toMatch(
        /^built 3 routes, .*\ntracing the files that the routes need\ncopying \d+ files\ncopied \d+ files, (?:\d+ kB|1\.\d MB) in \d+ ms\. Run: node \.pages-api\/standalone\/server\.js\n$/,
      );
      expect(await textOf(url, "own/a")).toBe('200 [1,"data","a.ts"]');
      const top = [".pages-api", "data.txt", "node_modules", "package.json", "server.js"];
      const names = await readdir(app);
      expect(names.filter((name) => !name.startsWith(".env")).toSorted()).toEqual(top);
      expect(await readdir(join(app, "node_modules/used"))).toEqual(["i.js", "package.json"]);
      const packages = await readdir(join(app, "node_modules"));
      expect(packages).toContain("pages-api");
      for (const name of ["unused", "esbuild", "@esbuild", "youch", "@vercel", "ua-parser-js"])
        expect(packages).not.toContain(name);
    });

    it("takes .env and .env.production along, not the files of this machine", async () => {
      const { app, url } = served();
      expect(await textOf(url, "env")).toBe('200 ["production","env",null,"production"]');
      expect((await readdir(app)).filter((name) => name.startsWith(".env"))).toEqual([
        ".env",
        ".env.production",
      ]);
    });

    it("shares this package with the routes that import it", async () => {
      expect(await textOf(served().url, "error")).toBe("404 No such thing");
    });
  });

  it("is small for the sample API", async () => {
    const dir = await folder();
    const root = new URL("../..", import.meta.url).pathname;
    for (const name of ["pages", "README.md"])
      await cp(join(root, name), join(dir, name), { recursive: true });
    await writeFile(join(dir, "package.json"), '{ "type": "module" }');
    const out = await expectBuild(await install(dir, { tools: true, copied: true }), dir);
    const [, size, unit] = /copied \d+ files, ([\d.]+) (kB|MB)/.exec(out) ?? [];
    expect(Number(size) * (unit === "MB" ? 1000 : 1)).toBeLessThan(2000);
    const { url } = await serveElsewhere(dir);
    expect(await textOf(url, "post/7")).toBe("200 Post: 7");
    expect((await textOf(url, "download")).slice(0, 15)).toBe("200 # pages-api");
  });
});

describe("a standalone folder in --out", () => {
  const served = shared(async () => {
    const { dir, cli } = await projectWith({ "pages/api/a.js": ROUTE });
    await expectBuild(cli, dir, "--out", "deploy/app");
    await writeFile(join(dir, "pages/api/a.js"), "export default (req, res) => res.end('second');");
    const out = await expectBuild(cli, dir, "--out", "deploy/app");
    const deployed = await readdir(join(dir, "deploy"));
    return { out, deployed, ...(await serveElsewhere(dir, "deploy/app")) };
  });

  it("is written again and again", async () => {
    const { out, deployed, url } = served();
    expect(out).toContain("Run: node deploy/app/server.js");
    expect(deployed).toEqual(["app"]);
    expect(await textOf(url, "a")).toBe("200 second");
  });

  it("takes the options of start: workers", async () => {
    const server = join(served().app, "server.js");
    const running = await serving([server, "--workers", "2", "--health"], { cwd: "/" });
    expect(await textOf(running.url, "a")).toBe("200 second");
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    running.child.kill();
    expect(await running.ended).toMatchObject({
      code: 0,
      out: expect.stringContaining(", 2 workers\n") as string,
    });
  });

  it("listens like start: PORT, HOST, signals and errors", async () => {
    const running = served();
    const other = createNetServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const server = join(running.app, "server.js");
    const taken = await run([server], { env: { PORT: String(port) } });
    expect(taken).toMatchObject({ code: 1, out: "" });
    expect(taken.err).toBe(`error Port ${port} is in use. Choose another one: --port ${port + 1}\n`);
    const bad = await run([server], { env: { PORT: "http" } });
    expect(bad).toMatchObject({
      code: 1,
      err: 'error The port is "http". Write a number from 0 to 65535.\n',
    });
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
    expect(await readFile(join(running.app, "package.json"), "utf8")).toContain('"start": "node server.js"');
  });
});

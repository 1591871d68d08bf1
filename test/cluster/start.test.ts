import cluster from "node:cluster";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { project } from "../support/hosts.ts";
import { install } from "../support/installed.ts";
import { CLI, launch, refused, run, serving } from "../support/program.ts";
import { answerOf, pidsOf, ROUTES, startWorkers } from "../support/workers.ts";

const WORKERS = ["--workers", "2"];

describe("pages-api start --workers that cannot", () => {
  const expectFailure = async (files: Record<string, string>, ...args: string[]): Promise<string> => {
    const dir = await project({ ...ROUTES, ...files });
    const { code, out, err } = await run([CLI, "start", ...WORKERS, "-p", "0", ...args], { cwd: dir });
    expect([code, out]).toEqual([1, ""]);
    return err;
  };
  /** Of what the primary finds out itself. */
  const expectRefusal = async (files: Record<string, string>, ...args: string[]): Promise<string> => {
    const dir = await project({ ...ROUTES, ...files });
    const { code, out, err } = await refused(["start", ...WORKERS, "-p", "0", ...args], { cwd: dir });
    expect([code, out]).toEqual([1, ""]);
    return err;
  };

  it("says once that the port is in use", async () => {
    const other = createNetServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    expect(await expectFailure({}, "-p", String(port))).toMatch(
      new RegExp(`^error Port ${port} is in use\\. Choose another one: --port \\d+\n$`),
    );
  });

  it("says once what is wrong with the tree, with a build and without", async () => {
    const files = { "pages/api/[a].js": "", "pages/api/[b]/c.js": "" };
    expect(await expectRefusal(files)).toMatch(
      /^error [^\n]*\n {2}pages\/api\/\[a\]\.js\n {2}pages\/api\/\[b\]\/c\.js\nRename one of the two, or remove it\.\n$/,
    );
    expect(await expectRefusal({ ".pages-api/build/manifest.json": "{" })).toMatch(
      /^error The build cannot be used: [^\n]*\n$/,
    );
  });

  it("says once that instrumentation.ts fails", async () => {
    const files = {
      "instrumentation.js": 'export const register = () => { throw new Error("no database"); };',
    };
    expect(await expectFailure(files)).toBe(
      "error register() of instrumentation.js failed. Error: no database\n",
    );
  });

  it("says once that a worker has ended before it was ready", async () => {
    const files = { "instrumentation.js": "export const register = () => process.exit(5);" };
    expect(await expectFailure(files)).toBe("error Worker 1 ended with exit code 5 before it was ready.\n");
  });

  it.each(["0", "-1", "two", "1.5", ""])("refuses %j as a number of workers", async (workers) => {
    expect(await expectRefusal({}, `--workers=${workers}`)).toBe(
      `error --workers is ${JSON.stringify(workers)}. Write a number from 1 on, or auto.\n`,
    );
  });

  it("says that a worker of another cluster cannot have workers", async () => {
    const dir = await project(ROUTES);
    const program = join(dir, "cluster.mjs");
    await writeFile(
      program,
      `import cluster from "node:cluster";
       cluster.setupPrimary({ exec: ${JSON.stringify(CLI)}, args: ["start", "--workers", "2"] });
       cluster.fork().on("exit", (code) => process.exit(code));`,
    );
    const { code, err } = await run([program], { cwd: dir });
    expect([code, err]).toEqual([1, "error This process is a worker already: start it without --workers.\n"]);
  });

  it("ends with 0 at a signal that comes before it is ready", async () => {
    const dir = await project({
      ...ROUTES,
      "instrumentation.js":
        'export const register = () => { console.log("starting"); return new Promise(() => setInterval(() => {}, 1000)); };',
    });
    const running = launch([CLI, "start", ...WORKERS], { cwd: dir, env: { PORT: "0" } });
    await running.prints(/starting\n/);
    running.child.kill();
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
  });
});

describe("a project that is served by workers", () => {
  it("is compiled once, and warned of once; a broken file breaks its own route", async () => {
    const running = await startWorkers(
      { "pages/api/broken.js": "export default (", "pages/api/two.js": "", "pages/api/two/index.js": "" },
      WORKERS,
    );
    expect(await answerOf(running.url, "broken")).toMatch(/^500 /);
    expect(await pidsOf(running, 2)).toHaveLength(2);
    running.child.kill();
    const { err } = await running.ended;
    expect(err.match(/Two files for one route/g)).toHaveLength(1);
    expect(err.match(/pages\/api\/two\/index\.js: Page \/api\/two does not export/g)).toHaveLength(1);
  });

  it("needs no compiler where there is a build", async () => {
    const dir = await project(ROUTES);
    await run([CLI, "build"], { cwd: dir });
    await rm(join(dir, "pages"), { recursive: true });
    const running = await serving([await install(dir), "start", "--workers", "1"], { cwd: dir });
    expect(await pidsOf(running, 1)).toHaveLength(1);
    running.child.kill();
    expect((await running.ended).out).toMatch(/ready in \d+ ms, from the build, 1 worker\n/);
  });

  it("says that there is neither a build nor the compiler", async () => {
    const dir = await project(ROUTES);
    const { code, err } = await run([await install(dir), "start", ...WORKERS], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toMatch(/^error There is no build, and the compiler cannot be loaded\.[^\n]*\n$/);
  });

  it("gives workers the options that Node was started with, and what the environment was", async () => {
    const route = `export default (req, res) =>
      res.json([process.execArgv, process.title, "PAGES_API_WORKER" in process.env]);`;
    const files = { "pages/api/options.js": route, ".env": "NODE_OPTIONS=--title=env" };
    const dir = await project({ ...ROUTES, ...files });
    const args = ["--stack-trace-limit=20", CLI, "start", "--workers", "1"];
    const running = await serving(args, { cwd: dir, env: { NODE_OPTIONS: undefined } });
    const [, options] = /^200 (.*)$/.exec(await answerOf(running.url, "options"))!;
    expect(JSON.parse(options!)).toEqual([
      ["--stack-trace-limit=20"],
      expect.not.stringMatching("env"),
      false,
    ]);
  });

  it("is no worker of ours where another program's cluster runs it", async () => {
    expect(cluster.isPrimary).toBe(true);
    const dir = await project(ROUTES);
    const program = join(dir, "cluster.mjs");
    await writeFile(
      program,
      `import cluster from "node:cluster";
       cluster.setupPrimary({ exec: ${JSON.stringify(CLI)}, args: ["start"] });
       cluster.fork().on("exit", (code) => process.exit(code));
       process.on("SIGTERM", () => cluster.workers[1].process.kill("SIGTERM"));`,
    );
    const running = await serving([program], { cwd: dir });
    expect(await answerOf(running.url, "pid")).toMatch(/^200 \d+$/);
    running.child.kill();
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});

import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { connect, createServer as createNetServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { arrivingOn, type Arriving } from "./client.ts";
import { CLI, run, type Running, serving } from "./program.ts";
import { project } from "./hosts.ts";
import { install } from "./installed.ts";

const ROUTE = "export default (req, res) => res.end('a');";
/** Says that it has begun, and answers when it is asked to by another request. */
const HELD = `
  let answer;
  export default (req, res) => {
    if (req.query.go) { answer(); res.end(); return; }
    console.log("begun");
    return new Promise((resolve) => { answer = () => { res.end("answered"); resolve(); }; });
  };`;

const start = (dir: string, ...args: string[]) => serving([CLI, "start", ...args], { cwd: dir });

/** A connection of its own, kept alive. */
async function open(url: string): Promise<Arriving & { ask(path: string): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const arriving = arrivingOn(socket);
  await once(socket, "connect");
  return { ...arriving, ask: (path) => void socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`) };
}

function connects(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve("yes"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "?"));
    onTestFinished(() => void socket.destroy());
    socket.on("connect", () => socket.destroy());
  });
}

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
    const { code, err } = await run([installed, "build"], { cwd: dir });
    expect([code, err]).toEqual([1, "error The compiler cannot be loaded. Run: npm install esbuild\n"]);
  });

  it("serves the build of another folder", async () => {
    const dir = await project({ "app/pages/api/a.js": ROUTE, "app/package.json": "{}" });
    await run([CLI, "build", "app", "--out", "built"], { cwd: dir });
    await writeFile(join(dir, "app/pages/api/a.js"), "export default (");
    const { url } = await start(dir, "app", "--build", "built");
    await request(url).get("/api/a").expect(200, "a");
    const { code, err } = await run([CLI, "start", "app", "--build", "none"], { cwd: dir });
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
    running.child.kill();
    const { err } = await running.ended;
    expect(err).toBe(
      "The build is older than its sources, and is served as it is: pages/api/a.js has changed, " +
        "pages/api/d.js is new, pages/api/b.js is gone. Run: pages-api build\n",
    );
  });

  it("refuses a damaged build", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE, ".pages-api/build/manifest.json": "{" });
    const { code, err } = await run([CLI, "start"], { cwd: dir });
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

describe("pages-api start that cannot", () => {
  // A module with a timer must not keep a process that has failed.
  const files = { "pages/api/a.js": `setInterval(() => {}, 1000); ${ROUTE}` };
  const failing = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const dir = await project(files);
    const { code, out, err } = await run([CLI, "start", ...args], { cwd: dir, env });
    expect([code, out]).toEqual([1, ""]);
    return err;
  };

  it("says that the port is in use", async () => {
    const other = createNetServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    expect(await failing(["--port", String(port)])).toMatch(
      new RegExp(`^error Port ${port} is in use\\. Choose another one: --port \\d+\n$`),
    );
  });

  it.each(["http", "-1", "65536", "80.5", " 80"])("refuses %j as a port", async (port) => {
    const text = `error The port is ${JSON.stringify(port)}. Write a number from 0 to 65535.\n`;
    expect(await failing([`--port=${port}`])).toBe(text);
    expect(await failing([], { PORT: port })).toBe(text);
  });

  it.each(["no.such.host.invalid", "203.0.113.1"])("refuses %s as a host", async (host) => {
    const text = `error ${host} is no address of this machine.\n`;
    expect(await failing(["-p", "0", "-H", host])).toBe(text);
    expect(await failing(["-p", "0"], { HOST: host })).toBe(text);
  });

  it("says where it looked for routes", async () => {
    const dir = await project({});
    const { code, err } = await run([CLI, "start"], { cwd: dir });
    expect([code, err.split("\n").length]).toEqual([1, 2]);
    expect(err).toContain(`looked for the folders ${join(dir, "pages")} and ${join(dir, "src/pages")}`);
  });

  it("refuses options that it does not know", async () => {
    expect(await failing(["--prot", "80"])).toMatch(/^error Unknown option '--prot'/);
  });
});

describe("the address", () => {
  it("is that of the options, then of PORT and HOST, where empty ones count for nothing", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const both = await serving([CLI, "start", "-p", "0", "-H", "127.0.0.2"], {
      cwd: dir,
      env: { PORT: "1", HOST: "x" },
    });
    expect(both.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
    const six = await serving([CLI, "start"], { cwd: dir, env: { PORT: "0", HOST: "::1" } });
    expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await request(six.url).get("/api/a").expect(200, "a");
    const all = await serving([CLI, "start", "-p", "0"], { cwd: dir, env: { HOST: "" } });
    expect(all.url).toMatch(/^http:\/\/localhost:\d+$/);
    await request(all.url).get("/api/a").expect(200, "a");
  });
});

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  const held = async (): Promise<Running & { url: string }> =>
    start(await project({ "pages/api/held.js": HELD, "pages/api/a.js": ROUTE }));

  it("ends the server when the running requests are answered, with exit code 0", async () => {
    const running = await held();
    const [busy, idle, silent] = [await open(running.url), await open(running.url), await open(running.url)];
    idle.ask("/api/a");
    await idle.until(/\r\n\r\na$/);
    busy.ask("/api/held");
    await running.prints(/begun\n/);
    running.child.kill(signal);
    await running.prints(new RegExp(`${signal}: closing when the running requests are answered\n`));
    // As npm does, which passes on what the terminal has sent already.
    running.child.kill(signal);
    await idle.end();
    expect(await silent.end()).toBe("");
    await expect.poll(() => connects(running.url)).toBe("ECONNREFUSED");
    busy.ask("/api/held?go=1");
    expect(await busy.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nanswered/);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  it("ends it at once when it comes again", async () => {
    const running = await held();
    const busy = await open(running.url);
    busy.ask("/api/held");
    await running.prints(/begun\n/);
    const timer = setInterval(() => running.child.kill(signal), 50);
    onTestFinished(() => clearInterval(timer));
    expect(await running.ended).toMatchObject({ code: signal === "SIGINT" ? 130 : 143 });
    expect(await busy.end()).toBe("");
  });

  it("ends it although a route's module holds the process", async () => {
    const dir = await project({ "pages/api/a.js": `setInterval(() => {}, 1000); ${ROUTE}` });
    const running = await start(dir);
    running.child.kill(signal);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });
});

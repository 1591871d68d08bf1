import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { textOfSystemError } from "../../src/observe/system-error.ts";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, run, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => { res.end('a'); };";
const INDEX = new URL("../../dist/index.js", import.meta.url).href;

/** As a user who owns the project and nothing else: for root, nothing is unreadable. */
const NOBODY = 65_534;

async function runAsNobody(args: readonly string[], dir: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(dir, NOBODY, NOBODY);
  const child = spawn(process.execPath, args, {
    cwd: dir,
    env: { PATH: process.env["PATH"], HOME: dir, PORT: "0", HOST: "127.0.0.1" },
    stdio: ["ignore", "ignore", "pipe"],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const text = await child.stderr.setEncoding("utf8").toArray();
  return text.join("");
}

describe("one line, and no stack of ours", () => {
  it.each(["dev", "build", "routes"])("%s names a folder that cannot be read", async (command) => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const folder = join(dir, "pages/api/closed");
    await mkdir(folder);
    await chmod(folder, 0);
    onTestFinished(() => chmod(folder, 0o755));
    const err = await runAsNobody([CLI, command], dir);
    expect(err).toBe(
      `error Cannot read ${folder}: permission denied (EACCES). Give the user of this process access: chmod, chown.\n`,
    );
  });

  it.each(["check", "build", "routes"])("%s names a file that cannot be read", async (command) => {
    const dir = await project({ "pages/api/a.js": ROUTE, "pages/api/closed.js": ROUTE });
    const file = join(dir, "pages/api/closed.js");
    await chmod(file, 0);
    const err = await runAsNobody([CLI, command], dir);
    expect(err).toBe(
      `error Cannot open ${file}: permission denied (EACCES). Give the user of this process access: chmod, chown.\n`,
    );
  });

  it("names what a full disk keeps from being written", () => {
    let error: unknown;
    try {
      writeFileSync("/dev/full", "x");
    } catch (thrown) {
      error = thrown;
    }
    expect(textOfSystemError(error)).toMatch(
      /^Cannot write a file: no space is left on the device \(ENOSPC\)\. Free/,
    );
    expect(textOfSystemError(new Error("no space"))).toBeUndefined();
  });

  it("a build that may not write its files says so", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const out = join(dir, "out");
    const script = `ulimit -f 0; exec "${process.execPath}" "${CLI}" build --out "${out}"`;
    const child = spawn("bash", ["-c", script], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
    const text = (await child.stderr.setEncoding("utf8").toArray()).join("");
    expect(text).toMatch(/^error .*(?:EFBIG|cannot be written).*\n$/);
  });

  it("dev and build name the line of a broken tsconfig.json", async () => {
    const dir = await project({ "pages/api/a.ts": ROUTE, "tsconfig.json": '{ "compilerOptions": { broken' });
    const { code, err } = await run([CLI, "build"], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toMatch(
      /tsconfig\.json:1:24: Expected string in JSON but found "broken"\. Correct the JSON: /,
    );
    expect(err).not.toContain("    at ");
    const { prints } = await serving([CLI, "dev"], { cwd: dir });
    await prints(/convention/);
  });

  it.each(["check", "routes", "types"])("%s names the line of a broken tsconfig.json", async (command) => {
    const dir = await project({
      "pages/api/a.ts": ROUTE,
      "tsconfig.json": '{\n  "compilerOptions": { broken',
    });
    const { code, err, out } = await run([CLI, command], { cwd: dir });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^error tsconfig\.json:2:\d+: .*Correct the JSON: .*\n/);
    expect(err).not.toContain("    at ");
  });

  it("check names a file that tsconfig.json extends, and that does not exist", async () => {
    const files = { "tsconfig.json": '{\n  "extends": "./nowhere.json"\n}' };
    const dir = await project({ "pages/api/a.ts": ROUTE, ...files });
    const { code, out } = await run([CLI, "check"], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toMatch(/tsconfig\.json:2:14\n +It extends a file that does not exist/);
  });

  it("dev in a folder of the routes names the project's", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const { code, err } = await run([CLI, "dev"], { cwd: join(dir, "pages") });
    expect(code).toBe(1);
    expect(err).toContain(`${dir}/pages is a folder of the project, which is ${dir}: run the command there`);
  });

  it("a command that does not exist is told the nearest", async () => {
    const { code, err } = await run([CLI, "dve"]);
    expect([code, err]).toEqual([1, expect.stringMatching(/^error .*Did you mean "dev"\?.*\n$/)]);
  });
});

describe("a server of one's own", () => {
  const program = (dir: string, port: number): string[] => [
    "--input-type=module",
    "--eval",
    `import { createServer } from ${JSON.stringify(INDEX)};
     createServer({ dir: ${JSON.stringify(dir)} }).listen(${port}, "127.0.0.1");`,
  ];

  async function taken(): Promise<{ server: Server; port: number }> {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    return { server, port: (server.address() as { port: number }).port };
  }

  it("says in one line that its port is in use", async () => {
    const { port } = await taken();
    const { code, err } = await run(program(await project({ "pages/api/a.js": ROUTE }), port));
    expect(err).toBe(`error Port ${port} is in use. Choose another one: PORT=${port + 1}\n`);
    expect(code).toBe(1);
  });

  it("says in one line that it has no routes", async () => {
    const { code, err } = await run(program(await project({}), 0));
    expect(err).toMatch(/^error No routes found: .*\n$/);
    expect(code).toBe(1);
  });

  it("leaves the error to those who listen to it", async () => {
    const { port } = await taken();
    const [flag, evaluate, text = ""] = program(await project({ "pages/api/a.js": ROUTE }), port);
    const listener = "({ code }) => { console.log(code); setTimeout(() => process.exit(3), 100); }";
    const listening = text.replace(").listen(", `).on("error", ${listener}).listen(`);
    const { code, out } = await run([flag!, evaluate!, listening]);
    expect([code, out]).toEqual([3, "EADDRINUSE\n"]);
  });
});

describe("what dev prints", () => {
  const served = shared(async () => {
    const dir = await project({
      "pages/api/a.js": ROUTE,
      "pages/api/boom.js": "export default () => { throw new Error('boom', { cause: new Error('deep') }); };",
      "pages/index.tsx": "export default () => null;",
      "middleware.ts":
        'export function middleware() {}\nexport const config = { matcher: "/api/admin/:path*" };',
      "next.config.js":
        'module.exports = { redirects: async () => [{ source: "/old", destination: "/api/a", permanent: true }] };',
    });
    return { dir, ...(await serving([CLI, "dev"], { cwd: dir })) };
  });

  it("one table at start, and a line for each change", async () => {
    const { dir, prints, url } = served();
    const [table] = await prints(/ {2}convention[^]*not served.*\n/);
    expect(table).toBe(
      [
        "  convention  pages-api",
        "  redirect    /old               308 /api/a",
        "  middleware  /api/admin/:path*  middleware.ts",
        "  route       /api/a             pages/api/a.js",
        "  route       /api/boom          pages/api/boom.js",
        "  not served  1 page of the framework: pages/index.tsx",
        "",
      ].join("\n"),
    );
    await writeFile(join(dir, "pages/api/a.js"), ROUTE.replace("'a'", "'b'"));
    await prints(/^reloaded, 2 routes: pages\/api\/a\.js changed\n/m);
    await writeFile(join(dir, "pages/api/b.js"), ROUTE);
    await prints(/^reloaded, 3 routes: pages\/api\/b\.js is new\n/m);
    await fetch(`${url}/favicon.ico`);
    await fetch(`${url}/api/b`);
    const [, between] = await prints(/^([^]*)GET \/api\/b 200/);
    expect(between).not.toContain("favicon");
  });

  it("the same as JSON with --json, for machines", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    for (const command of ["dev", "start"]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { prints } = await serving([CLI, command, "--json"], { cwd: dir });
      // oxlint-disable-next-line no-await-in-loop
      const [line] = await prints(/^\{"conventions.*\}\n/m);
      expect(JSON.parse(line)).toEqual({
        conventions: ["pages-api"],
        routes: [{ pattern: "/api/a", file: "pages/api/a.js" }],
        around: [],
        notServed: [],
      });
    }
  });

  it("the same once with workers, by the primary", async () => {
    const dir = await project({
      "pages/api/a.js": ROUTE,
      "pages/index.tsx": "export default () => null;",
      "public/robots.txt": "",
    });
    const json = await serving([CLI, "start", "--workers", "1", "--json"], { cwd: dir });
    await json.prints(/^\{"conventions.*\}\n/m);
    expect(JSON.parse(json.printed().match(/^\{"conventions.*\}$/m)![0])).toEqual({
      conventions: ["pages-api"],
      routes: [{ pattern: "/api/a", file: "pages/api/a.js" }],
      around: [],
      notServed: ["pages/index.tsx", "public/"],
    });

    const text = await serving([CLI, "start", "--workers", "2", "--log", "text"], { cwd: dir });
    await text.prints(/not served.*\n/);
    for (const { url, child, printed, prints } of [json, text]) {
      // What a rolling restart or a request prints comes after all that the start prints.
      await fetch(`${url}/api/a`);
      child.kill("SIGHUP");
      await prints(/all \d workers are new/);
      expect(printed().match(/conventions?\b/g)).toHaveLength(1);
    }
    expect(text.printed()).toContain(
      [
        ", 2 workers",
        "  convention  pages-api",
        "  route       /api/a  pages/api/a.js",
        "  not served  1 page of the framework: pages/index.tsx; public/",
        "",
      ].join("\n"),
    );
  });

  it("an error once, and how often it came again", async () => {
    const { url, prints, printed } = served();
    for (let count = 0; count < 3; count += 1) await fetch(`${url}/api/boom`);
    await prints(/error Error: boom \(3 times\)/);
    expect(printed().match(/\[cause\]: Error: deep/g)).toHaveLength(1);
  });

  it("a request that its client has left in another colour than one that was answered", async () => {
    const dir = await project({ "pages/api/a.js": "export default (req, res) => { res.write('a'); };" });
    const { url, prints } = await serving([CLI, "dev"], {
      cwd: dir,
      env: { FORCE_COLOR: "1", NO_COLOR: undefined },
    });
    const { hostname, port } = new URL(stripVTControlCharacters(url));
    const socket = connect(Number(port), hostname);
    socket.write("GET /api/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(socket, "data");
    socket.destroy();
    await prints(new RegExp(`${String.fromCharCode(27)}\\[33maborted`));
  });
});

it("start logs an error of one cause once, with a count of the others", async () => {
  const dir = await project({ "pages/api/a.js": "export default () => { throw new Error('boom'); };" });
  const env = { PAGES_API_LOG: "json" };
  const { url, child, ended } = await serving([CLI, "start"], { cwd: dir, env });
  for (let index = 0; index < 4; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await fetch(`${url}/api/a`);
  }
  child.kill("SIGTERM");
  const { out } = await ended;
  const errors = out
    .split("\n")
    .filter((line) => line.startsWith('{"level":50'))
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(errors).toEqual(["boom", "Error: boom (3 more)"]);
});

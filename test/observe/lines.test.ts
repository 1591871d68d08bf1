import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, launch, run, serving } from "../support/program.ts";

/** The module, as a text that can be imported. */
const { outputFiles } = buildSync({
  entryPoints: [new URL("../../src/observe/lines.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const LINES = `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`;
const INDEX = new URL("../../dist/index.js", import.meta.url).href;
const COUNT = 20_000;

const FILES = {
  "pages/api/pid.js": "export default (req, res) => res.send(String(process.pid));",
  // How busy the process is while nobody asks for anything.
  "pages/api/busy.js": `import { setTimeout as sleep } from "node:timers/promises";
    export default async (req, res) => {
      const before = performance.eventLoopUtilization();
      await sleep(200);
      res.json(performance.eventLoopUtilization(before).utilization);
    };`,
  "pages/api/late.js": `export default (req, res) => {
      setTimeout(() => { throw new Error("late"); });
      res.send("fine");
    };`,
};

/** Whether a process is there, and is no zombie of another one's. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("lines of the log", () => {
  it.each([
    ["the end", "", 0],
    ["process.exit", "process.exit(3)", 3],
    ["an uncaught error", "throw new Error('boom')", 1],
    ["a rejection", "await Promise.reject(new Error('boom'))", 1],
    [
      "a signal",
      "process.once('SIGTERM', () => process.exit(4)); process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5_000)",
      4,
    ],
  ])("are all written at %s", async (_name, end, code) => {
    const dir = await project({});
    const program = join(dir, "program.mjs");
    await writeFile(
      program,
      `import { writeLine } from ${JSON.stringify(LINES)};
      for (let index = 0; index < ${COUNT}; index += 1) writeLine("line " + index);
      ${end};`,
    );
    const ended = await run([program]);
    const lines = ended.out.trimEnd().split("\n");
    expect([ended.code, lines.length, lines.at(-1)]).toEqual([code, COUNT, `line ${COUNT - 1}`]);
  });

  describe("of two workers that write at once", () => {
    const written = shared(async () => {
      const cwd = await project(FILES);
      const env = { PAGES_API_LOG: "json" };
      const { url, child, ended } = await serving([CLI, "start", "--workers", "2"], { cwd, env });
      const query = "é".repeat(1000) + "a".repeat(4000);
      await Promise.all(Array.from({ length: 100 }, () => fetch(`${url}/api/pid?${query}`)));
      child.kill("SIGTERM");
      const { out } = await ended;
      return out.trimEnd().split("\n");
    });

    it("are whole, and long URLs are cut", () => {
      const lines = written().map((line) => JSON.parse(line) as { url?: string });
      const urls = lines.flatMap(({ url: logged }) => logged ?? []);
      expect(urls).toHaveLength(100);
      expect(urls[0]).toMatch(/^\/api\/pid\?%C3%A9.{700,}… \(\d+ more characters\)$/);
      expect(Math.max(...written().map((line) => Buffer.byteLength(line)))).toBeLessThan(4096);
    });

    it("say in JSON which worker they are of", () => {
      const line =
        /^\{"level":30,"time":\d+,"pid":\d+,"hostname":"[^"]+","worker":([12]),"reqId".*"url":"\/api\/pid/;
      const ids = written().flatMap((text) => line.exec(text)?.[1] ?? []);
      expect(new Set(ids)).toEqual(new Set(["1", "2"]));
    });
  });

  it.each([[[]], [["--workers", "2"]]])(
    "end with their reader, once reported, and the server goes on, with %j",
    async (args) => {
      const cwd = await project(FILES);
      const env = { PAGES_API_LOG: "json" };
      const { url, child, prints } = await serving([CLI, "start", ...args], { cwd, env });
      child.stdout!.destroy();
      for (let count = 0; count < 5; count += 1) await (await fetch(`${url}/api/late`)).text();
      await prints(/Standard output cannot be written to \(EPIPE\)/);
      child.stderr!.destroy();
      for (let count = 0; count < 5; count += 1) await (await fetch(`${url}/api/late`)).text();
      // A program that writes in vain again and again is never idle.
      await expect.poll(async () => (await fetch(`${url}/api/busy`)).json()).toBeLessThan(0.5);
      child.kill("SIGTERM");
      const [code] = (await once(child, "exit")) as [number];
      expect(code).toBe(0);
    },
  );

  it("of a request are written before a signal that nobody listens to ends the process", async () => {
    const dir = await project({});
    const program = join(dir, "program.mjs");
    await writeFile(
      program,
      `import { createServer } from ${JSON.stringify(INDEX)};
      const routes = { "/api/end": { default: (req, res) => {
        res.send("fine");
        res.once("close", () => setImmediate(() => process.kill(process.pid, "SIGTERM")));
      } } };
      createServer({ dir: ${JSON.stringify(dir)}, routes, dev: false, accessLog: true }).listen(0, "127.0.0.1", function () {
        fetch("http://127.0.0.1:" + this.address().port + "/api/end").then((answer) => answer.text(), () => {});
      });`,
    );
    const { out, signal } = await run([program]);
    expect(signal).toBe("SIGTERM");
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { url: string }).url),
    ).toEqual(["/api/end"]);
  });

  it("wait for a slow reader up to a limit, and stop nothing; it is reported how many were left out", async () => {
    const dir = await project({});
    const program = join(dir, "program.mjs");
    await writeFile(
      program,
      `import { writeLine } from ${JSON.stringify(LINES)};
      const text = "x".repeat(1000);
      const { rss } = process.memoryUsage();
      let count = 0;
      process.stderr.write("begun\\n");
      const timer = setInterval(() => {
        for (let index = 0; index < 4000; index += 1) writeLine((count += 1) + " " + text, true);
        if (count < ${COUNT}) return;
        clearInterval(timer);
        process.stderr.write("written with " + (process.memoryUsage().rss - rss) + " more bytes\\n");
        process.once("SIGTERM", () => process.exit(5));
        setTimeout(() => {}, 60_000);
      }, 10);`,
    );
    const { child, prints, ended } = launch([program]);
    await prints(/begun/);
    child.stdout!.pause();
    const [, more] = await prints(/written with (\d+) more bytes/);
    expect(Number(more)).toBeLessThan(60_000_000);
    child.stdout!.resume();
    const [, left] = await prints(/too slow: (\d+) lines of the log were left out/);
    child.kill("SIGTERM");
    const { code, out } = await ended;
    const lines = out.trimEnd().split("\n");
    expect(code).toBe(5);
    expect(lines.length).toBe(COUNT - Number(left));
    expect(lines.every((line) => /^\d+ x{1000}$/.test(line))).toBe(true);
  });

  it("that nobody reads keep no worker alive when the primary is killed", async () => {
    const cwd = await project(FILES);
    const { url, child } = await serving([CLI, "start", "--workers", "2"], {
      cwd,
      env: { PAGES_API_LOG: "json" },
    });
    const pids = new Set<number>();
    const ask = async (): Promise<number> => {
      pids.add(Number(await (await fetch(`${url}/api/pid`, { headers: { Connection: "close" } })).text()));
      return pids.size;
    };
    await expect.poll(ask).toBe(2);
    child.stdout!.destroy();
    child.stderr!.destroy();
    child.kill("SIGKILL");
    await expect.poll(() => [...pids].filter(lives)).toEqual([]);
  });

  it("end quietly for a command whose reader has gone", async () => {
    const cwd = await project(FILES);
    const { child, ended } = launch([CLI, "routes", "--json"], { cwd });
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 0 });
  });
});

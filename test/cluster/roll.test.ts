import { rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { underLoad } from "../../benchmarks/loaded.ts";
import { rollUnderLoad } from "../../benchmarks/rolling.ts";
import { project } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";
import { write } from "../support/standalone.ts";
import { answerOf, asking, isAlive, pidsOf, ROUTES, startWorkers } from "../support/workers.ts";

const ROLLED = /Rolling restart: all 2 workers are new\.\n/;

/** As many clients as keep both workers busy, and leave time for those that start. `benchmarks/rolling.ts` takes more. */
describe("SIGHUP under load", () => {
  it("loses no request of connections that are kept, nor does SIGTERM", async () => {
    const rolled = await rollUnderLoad({ connections: 12, workers: 2, warmup: 100, rolls: 1 });
    expect(rolled).toMatchObject({ lost: 0, refused: 12, code: 0 });
    expect(rolled.answered).toBeGreaterThan(12);
  });

  it("loses no request of connections for one request", async () => {
    const rolled = await rollUnderLoad({ connections: 8, workers: 2, warmup: 100, rolls: 1, single: true });
    expect(rolled).toMatchObject({ rolling: { lost: 0 }, code: 0 });
    expect(rolled.answered).toBeGreaterThan(8);
  });
});

it("a worker that is killed under load loses what its own connections have asked, and no more", async () => {
  const connections = 12;
  const ended = await underLoad(
    { connections, args: ["--workers", "2", "--log", "json"] },
    "SIGTERM",
    async ({ child, prints, clients, load: { counts } }) => {
      await Promise.race([sleep(200), clients]);
      const [, pid] = await prints(new RegExp(`"pid":(?!${child.pid},)(\\d+),`));
      const taken = prints(/has taken the place of worker/);
      process.kill(Number(pid), "SIGKILL");
      await Promise.race([taken, clients]);
      const { answered } = counts;
      while (counts.answered < answered + 200) await Promise.race([sleep(50), clients]);
    },
  );
  expect(ended).toMatchObject({ code: 0, refused: connections });
  expect(ended.lost).toBeLessThanOrEqual(connections);
});

describe("SIGHUP", () => {
  it("replaces the workers one by one; one ends when its requests are answered, readiness stays", async () => {
    const running = await startWorkers({}, ["--workers", "2", "--health"]);
    const before = await pidsOf(running, 2);
    const held = asking(running.url, "/api/held");
    const [, holder] = await running.prints(/begun (\d+)\n/);
    const others = before.filter((pid) => pid !== Number(holder));
    const kept = [1, 2, 3, 4].map(() => asking(running.url, "/readyz"));
    // From the start on: a connection without a request is closed by the worker that ends.
    const ended = Promise.all(kept.map((connection) => connection.askToTheEnd("/readyz")));
    running.child.kill("SIGHUP");
    await running.prints(/SIGHUP: rolling restart\n/);
    const serves = async (): Promise<boolean> => (await pidsOf(running, 3)).includes(Number(holder));
    await expect.poll(serves).toBe(false);
    for (let asked = 0; asked < 10; asked++) expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    expect(isAlive(Number(holder))).toBe(true);
    held.ask("/api/go");
    expect(await held.end()).toMatch(/200 OK\r\n[^]*answered[^]*Connection: close\r\n/);
    for (const answers of await ended) expect(answers).not.toContain("HTTP/1.1 503");
    await running.prints(ROLLED);
    expect([...others, Number(holder)].filter(isAlive)).toEqual([]);
    expect((await pidsOf(running, 2)).filter((pid) => before.includes(pid))).toEqual([]);
  });

  it("serves the tree of now: compiled anew, with the .env files of now", async () => {
    const route = (text: string): string =>
      `export default (q, s) => s.end("${text} " + process.env.ONE + " " + process.env.TWO);`;
    const running = await startWorkers({ "pages/api/v.js": route("old"), ".env": "ONE=1\nTWO=1" });
    expect(await answerOf(running.url, "v")).toBe("200 old 1 1");
    await writeFile(join(running.dir, "pages/api/v.js"), route("new"));
    await writeFile(join(running.dir, ".env"), "ONE=2");
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(await answerOf(running.url, "v")).toBe("200 new 2 undefined");
  });

  it("serves the build of now", async () => {
    const running = await startWorkers();
    running.child.kill();
    await running.ended;
    const { dir } = running;
    const write = async (text: string): Promise<void> => {
      await writeFile(join(dir, "pages/api/v.js"), `export default (q, s) => s.end("${text}");`);
      expect((await run([CLI, "build"], { cwd: dir })).code).toBe(0);
    };
    await write("old");
    const built = await serving([CLI, "start", "--workers", "2"], { cwd: dir });
    await write("new");
    expect(await answerOf(built.url, "v")).toBe("200 old");
    built.child.kill("SIGHUP");
    await built.prints(ROLLED);
    expect(await answerOf(built.url, "v")).toBe("200 new");
  });

  it("serves the release that a link leads to now, also where the one of before is gone", async () => {
    const dir = await project({});
    const link = join(dir, "current");
    const release = async (name: string): Promise<string> => {
      const folder = join(dir, name);
      await write(folder, { ...ROUTES, "pages/api/v.js": `export default (q, s) => s.end("${name}");` });
      expect((await run([CLI, "build"], { cwd: folder })).code).toBe(0);
      await symlink(folder, `${link}.new`);
      await rename(`${link}.new`, link);
      return folder;
    };
    const first = await release("first");
    const running = await serving([CLI, "start", link, "--workers", "2"], { cwd: first });
    expect(await answerOf(running.url, "v")).toBe("200 first");
    await release("second");
    await rm(first, { recursive: true });
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(await answerOf(running.url, "v")).toBe("200 second");
    await answerOf(running.url, "exit");
    await running.prints(/has taken the place/);
  });

  it.each([
    ["a tree that is wrong", { "pages/api/[a].js": "", "pages/api/[b]/c.js": "" }, /\[a\][^]*\[b\]/],
    [
      "an instrumentation.ts that fails",
      { "instrumentation.js": 'export const register = () => { throw new Error("no database"); };' },
      /register\(\) of instrumentation\.js failed\. Error: no database/,
    ],
    [
      "a worker that ends at the start",
      { "instrumentation.js": "process.exit(5);" },
      /Worker 3 ended with exit code 5/,
    ],
  ] as const)("keeps the workers where there is %s, and says why", async (_what, files, reason) => {
    const running = await startWorkers();
    const before = await pidsOf(running, 2);
    await write(running.dir, { ...files });
    running.child.kill("SIGHUP");
    const [line] = await running.prints(/Rolling restart stopped, the previous workers go on\. [^]*\n/);
    expect(line).toMatch(reason);
    expect(new Set(await pidsOf(running, 2))).toEqual(new Set(before));
    for (const file of Object.keys(files)) await rm(join(running.dir, file));
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect((await pidsOf(running, 2)).filter((pid) => before.includes(pid))).toEqual([]);
  });

  it("that comes while a worker is being started gives that one up", async () => {
    const running = await startWorkers();
    const before = await pidsOf(running, 2);
    const file = join(running.dir, "instrumentation.js");
    await writeFile(
      file,
      'export const register = () => { console.log("waits"); return new Promise(() => setInterval(() => {}, 1000)); };',
    );
    running.child.kill("SIGHUP");
    await running.prints(/waits\n/);
    await rm(file);
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect((await pidsOf(running, 2)).filter((pid) => before.includes(pid))).toEqual([]);
    running.child.kill();
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
  });

  it("makes way for SIGTERM", async () => {
    const running = await startWorkers();
    await writeFile(
      join(running.dir, "instrumentation.js"),
      'export const register = () => { console.log("waits"); return new Promise(() => setInterval(() => {}, 1000)); };',
    );
    running.child.kill("SIGHUP");
    await running.prints(/waits\n/);
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
  });
});

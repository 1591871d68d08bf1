import { rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { underLoad } from "../../benchmarks/loaded.ts";
import { rollUnderLoad } from "../../benchmarks/rolling.ts";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
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

/** Never ready. */
const WAITING =
  'export const register = () => { console.log("waits"); return new Promise(() => setInterval(() => {}, 1000)); };';

function tellingEnv(text: string): string {
  return `export default (q, s) => s.end("${text} " + process.env.ONE + " " + process.env.TWO);`;
}

describe("SIGHUP", () => {
  // A cluster is expensive: one sees all of these, in this order. Each leaves two workers, or is the last.
  const served = shared(() =>
    startWorkers({ "pages/api/v.js": tellingEnv("old"), ".env": "ONE=1\nTWO=1" }, [
      "--workers",
      "2",
      "--health",
    ]),
  );

  it("serves the tree of now: compiled anew, with the .env files of now", async () => {
    const running = served();
    expect(await answerOf(running.url, "v")).toBe("200 old 1 1");
    await writeFile(join(running.dir, "pages/api/v.js"), tellingEnv("new"));
    await writeFile(join(running.dir, ".env"), "ONE=2");
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(await answerOf(running.url, "v")).toBe("200 new 2 undefined");
  });

  it("replaces the workers one by one; one ends when its requests are answered, readiness stays", async () => {
    const running = served();
    const before = await pidsOf(running, 2);
    const held = asking(running.url, "/api/held");
    const [, holder] = await running.prints(/begun (\d+)\n/);
    const others = before.filter((pid) => pid !== Number(holder));
    const kept = [1, 2, 3, 4].map(() => asking(running.url, "/readyz"));
    // From the start on: a connection without a request is closed by the worker that ends.
    const ended = Promise.all(kept.map((connection) => connection.askToTheEnd("/readyz")));
    running.child.kill("SIGHUP");
    await running.prints(/SIGHUP: rolling restart\n/);
    // The workers take turns: of eight, one that still takes connections would get its share.
    const answering = () => Promise.all(Array.from({ length: 8 }, () => answerOf(running.url, "pid")));
    await expect.poll(answering).not.toContain(`200 ${holder}`);
    for (let asked = 0; asked < 10; asked++) expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    expect(isAlive(Number(holder))).toBe(true);
    held.ask("/api/go");
    expect(await held.end()).toMatch(/200 OK\r\n[^]*answered[^]*Connection: close\r\n/);
    for (const answers of await ended) expect(answers).not.toContain("HTTP/1.1 503");
    await running.prints(ROLLED);
    expect([...others, Number(holder)].filter(isAlive)).toEqual([]);
    expect((await pidsOf(running, 2)).filter((pid) => before.includes(pid))).toEqual([]);
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
      /Worker \d+ ended with exit code 5/,
    ],
  ] as const)("keeps the workers where there is %s, and says why", async (_what, files, reason) => {
    const running = served();
    const before = await pidsOf(running, 2);
    await write(running.dir, { ...files });
    running.child.kill("SIGHUP");
    const [line] = await running.prints(/Rolling restart stopped, the previous workers go on\. [^]*\n/);
    expect(line).toMatch(reason);
    expect(new Set(await pidsOf(running, 2))).toEqual(new Set(before));
    // The next test sees that another SIGHUP replaces them.
    for (const file of Object.keys(files)) await rm(join(running.dir, file));
  });

  it("that comes while a worker is being started gives that one up", async () => {
    const running = served();
    const before = await pidsOf(running, 2);
    const file = join(running.dir, "instrumentation.js");
    const from = running.printed().length;
    await writeFile(file, WAITING);
    running.child.kill("SIGHUP");
    await running.prints(/waits\n/);
    await rm(file);
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(running.printed().slice(from)).not.toMatch(/stopped|could not|ended/);
    expect((await pidsOf(running, 2)).filter((pid) => before.includes(pid))).toEqual([]);
  });

  it("makes way for SIGTERM", async () => {
    const running = served();
    const from = running.printed().length;
    await writeFile(join(running.dir, "instrumentation.js"), WAITING);
    running.child.kill("SIGHUP");
    await running.prints(/waits\n/);
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(running.printed().slice(from)).not.toMatch(/stopped|could not|ended/);
  });
});

describe("SIGHUP where there is a build", () => {
  const expectBuild = async (dir: string, text: string): Promise<void> => {
    await write(dir, { ...ROUTES, "pages/api/v.js": `export default (q, s) => s.end("${text}");` });
    expect((await run([CLI, "build"], { cwd: dir })).code).toBe(0);
  };
  /** As releases are deployed: a link that is turned to the next one. */
  const release = async (dir: string, name: string): Promise<string> => {
    await expectBuild(join(dir, name), name);
    await symlink(join(dir, name), join(dir, "new"));
    await rename(join(dir, "new"), join(dir, "current"));
    return join(dir, name);
  };
  const served = shared(async () => {
    const dir = await project({});
    const first = await release(dir, "first");
    const args = [CLI, "start", join(dir, "current"), "--workers", "2"];
    return { dir, first, running: await serving(args, { cwd: first }) };
  });

  it("serves the build of now", async () => {
    const { first, running } = served();
    await expectBuild(first, "again");
    expect(await answerOf(running.url, "v")).toBe("200 first");
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(await answerOf(running.url, "v")).toBe("200 again");
  });

  it("serves the release that a link leads to now, also where the one of before is gone", async () => {
    const { dir, first, running } = served();
    await release(dir, "second");
    await rm(first, { recursive: true });
    running.child.kill("SIGHUP");
    await running.prints(ROLLED);
    expect(await answerOf(running.url, "v")).toBe("200 second");
    await answerOf(running.url, "exit");
    await running.prints(/has taken the place/);
  });
});

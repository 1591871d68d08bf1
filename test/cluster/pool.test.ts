import { rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backoff } from "../../src/cluster/slot.ts";
import { build, projectWith, serveElsewhere } from "../support/standalone.ts";
import { answerOf, asking, pidsOf, startWorkers } from "../support/workers.ts";

describe("pages-api start --workers", () => {
  it("serves one port from several processes, and says so once", async () => {
    const running = await startWorkers({}, ["--workers", "3"]);
    const pids = await pidsOf(running, 3);
    expect(pids).toHaveLength(3);
    expect(pids).not.toContain(running.child.pid);
    running.child.kill();
    const { out, err, code } = await running.ended;
    expect(code).toBe(0);
    expect(out).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ ready in \d+ ms, compiled at start, 3 workers\nSIGTERM: closing[^\n]+\n$/,
    );
    expect(err).toBe("");
  });

  it.each([
    [
      "json",
      /^\{"level":30,"time":\d+,"pid":(\d+),"hostname":"[^"]+","worker":([12]),"reqId".*"url":"\/api\/pid"/m,
    ],
    ["text", /^\[([12])\] GET \/api\/pid 200 in \d+ ms$/m],
  ])("tells the worker in each line of the log, as %s", async (form, line) => {
    const running = await startWorkers({}, ["--workers", "2", "--log", form]);
    await pidsOf(running, 2);
    running.child.kill();
    const { out } = await running.ended;
    const all = [...out.matchAll(new RegExp(line, "gm"))].map((match) => match.at(-1));
    expect(new Set(all)).toEqual(new Set(["1", "2"]));
  });

  it("takes a worker for each core with auto", async () => {
    const running = await startWorkers({}, ["--workers", "auto"]);
    running.child.kill();
    expect((await running.ended).out).toContain(`, ${availableParallelism()} worker`);
  });

  it("serves the folder of a standalone build, by the options of its server.js", async () => {
    const { dir, cli } = await projectWith({ "pages/api/a.js": "export default (q, s) => s.end('a');" });
    await build(cli, dir);
    const running = await serveElsewhere(dir, undefined, ["--workers", "2", "--health"]);
    expect(await answerOf(running.url, "a")).toBe("200 a");
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    running.child.kill();
    expect(await running.ended).toMatchObject({
      code: 0,
      out: expect.stringContaining(", 2 workers\n") as string,
    });
  });
});

describe("a worker that ends unasked", () => {
  it("comes back, also when all of them have, at the same port", async () => {
    const running = await startWorkers();
    const before = await pidsOf(running, 2);
    expect(await answerOf(running.url, "exit")).toBe("ECONNRESET");
    await running.prints(/Worker ([12]) ended with exit code 7; another one is started in 100 ms\.\n/);
    await running.prints(/Worker 3 has taken the place of worker [12]\.\n/);
    for (const pid of await pidsOf(running, 2)) process.kill(pid, "SIGKILL");
    await running.prints(/ended with SIGKILL/);
    await running.prints(/has taken the place[^]*has taken the place/);
    const after = await pidsOf(running, 2);
    expect(after).toHaveLength(2);
    expect(new Set([...before, ...after]).size).toBe(4);
  });

  it("comes back later each time", async () => {
    const running = await startWorkers(
      { "instrumentation.js": "export const register = () => void setTimeout(() => process.exit(7), 300);" },
      ["--workers", "1"],
    );
    for (const wait of [100, 200, 400])
      await running.prints(new RegExp(`exit code 7; .* in ${wait} ms\\.\n`));
    expect([0, 1, 6, 7, 5000].map(backoff)).toEqual([100, 200, 6400, 10_000, 10_000]);
  });

  it("goes on trying where it cannot start any more, and says why", async () => {
    const register = `import { existsSync } from "node:fs";
      export function register() { if (existsSync("broken")) throw new Error("no database"); }`;
    const running = await startWorkers({ "instrumentation.js": register });
    await writeFile(join(running.dir, "broken"), "");
    await answerOf(running.url, "exit");
    for (const wait of [200, 400]) {
      await running.prints(
        new RegExp(
          `Worker \\d+ could not start; another one is started in ${wait} ms\\. register\\(\\) of .*no database\n`,
        ),
      );
    }
    expect(await pidsOf(running, 1)).toHaveLength(1);
    await rm(join(running.dir, "broken"));
    await running.prints(/has taken the place/);
    expect(await pidsOf(running, 2)).toHaveLength(2);
  });

  it("comes back with the routes that were compiled at the start", async () => {
    const running = await startWorkers({}, ["--workers", "1"]);
    await writeFile(join(running.dir, "pages/api/pid.js"), "export default (");
    await writeFile(join(running.dir, "pages/api/new.js"), "export default (");
    await answerOf(running.url, "exit");
    await running.prints(/Worker 2 has taken the place of worker 1\.\n/);
    expect(await pidsOf(running, 1)).toHaveLength(1);
    running.child.kill();
    expect((await running.ended).err).toBe(
      "Worker 1 ended with exit code 7; another one is started in 100 ms.\n",
    );
  });

  it("hands the connections that were on their way to it to the next one", async () => {
    const running = await startWorkers({}, ["--workers", "1"]);
    const [pid] = await pidsOf(running, 1);
    const busy = asking(running.url, "/api/hang");
    await running.prints(/hangs\n/);
    const others = [asking(running.url, "/api/pid"), asking(running.url, "/api/pid")];
    expect(await answerOfSoon(running.url)).toBe("waits");
    process.kill(pid!, "SIGKILL");
    expect(await busy.end()).toBe("");
    for (const connection of others) await connection.until(/ 200 OK/);
  });
});

/** Whether an answer takes its time. */
function answerOfSoon(url: string): Promise<string> {
  const late = new Promise<string>((resolve) => void setTimeout(resolve, 300, "waits"));
  return Promise.race([answerOf(url, "pid"), late]);
}

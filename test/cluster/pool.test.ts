import { rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backoff } from "../../src/cluster/slot.ts";
import { shared } from "../support/lifetime.ts";
import { answerOf, asking, pidsOf, startWorkers } from "../support/workers.ts";

describe("pages-api start --workers", () => {
  it("serves one port from several processes, and says so once", async () => {
    const running = await startWorkers();
    const pids = await pidsOf(running, 2);
    expect(pids).toHaveLength(2);
    expect(pids).not.toContain(running.child.pid);
    running.child.kill();
    const { out, err, code } = await running.ended;
    expect(code).toBe(0);
    expect(out).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ ready in \d+ ms, compiled at start, 2 workers\nSIGTERM: closing[^\n]+\n$/,
    );
    expect(err).toBe("");
  });

  it("takes a worker for each core with auto, and says in each line of a text which one it is of", async () => {
    const count = availableParallelism();
    const running = await startWorkers({}, ["--workers", "auto", "--log", "text"]);
    await pidsOf(running, count);
    running.child.kill();
    const { out } = await running.ended;
    expect(out).toContain(`, ${count} worker`);
    const all = [...out.matchAll(/^\[(\d+)\] GET \/api\/pid 200 in \d+ ms$/gm)].map(([, id]) => Number(id));
    expect([...new Set(all)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    );
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
});

describe("the only worker", () => {
  const served = shared(() => startWorkers({}, ["--workers", "1"]));

  it("comes back with the routes that were compiled at the start", async () => {
    const running = served();
    await writeFile(join(running.dir, "pages/api/pid.js"), "export default (");
    await writeFile(join(running.dir, "pages/api/new.js"), "export default (");
    await answerOf(running.url, "exit");
    await running.prints(/Worker 1 ended with exit code 7; another one is started in 100 ms\.\n/);
    await running.prints(/Worker 2 has taken the place of worker 1\.\n/);
    expect(await pidsOf(running, 1)).toHaveLength(1);
  });

  it("comes back later each time", async () => {
    const running = served();
    for (const wait of [200, 400]) {
      await answerOf(running.url, "exit");
      await running.prints(new RegExp(`exit code 7; .* in ${wait} ms\\.\n`));
      await running.prints(/has taken the place/);
    }
    expect([0, 1, 6, 7, 5000].map(backoff)).toEqual([100, 200, 6400, 10_000, 10_000]);
  });

  it("hands the connections that were on their way to it to the next one", async () => {
    const running = served();
    const [pid] = await pidsOf(running, 1);
    const busy = asking(running.url, "/api/hang");
    await running.prints(/hangs\n/);
    const others = [asking(running.url, "/api/pid"), asking(running.url, "/api/pid")];
    expect(await answerOfSoon(running.url)).toBe("waits");
    process.kill(pid!, "SIGKILL");
    expect(await busy.end()).toBe("");
    for (const connection of others) await connection.until(/ 200 OK/);
    running.child.kill();
    // Of each end a line, and of broken files that nobody has compiled none.
    expect((await running.ended).err.replaceAll(/ \d+ ms/g, " n ms")).toMatch(
      /^(?:Worker \d ended with (?:exit code 7|SIGKILL); another one is started in n ms\.\n)+$/,
    );
  });
});

/** Whether an answer takes its time. */
function answerOfSoon(url: string): Promise<string> {
  const late = new Promise<string>((resolve) => void setTimeout(resolve, 300, "waits"));
  return Promise.race([answerOf(url, "pid"), late]);
}
